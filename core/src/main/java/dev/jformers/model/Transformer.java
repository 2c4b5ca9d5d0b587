package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.ScoreMask;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one transformer: a table of word embeddings, and an encoder, a decoder, or both. */
public final class Transformer extends TypedBlock {

    private final EmbeddingTable word;
    private final @Nullable Stack encoder;
    private final @Nullable Stack decoder;

    public Transformer(TransformerConfig config) {
        this.word = addChildBlock(
                "word", new EmbeddingTable(config.vocabularySize(), config.embeddingSize(), config.paddingId()));
        Stacks stacks = config.stacks();
        this.encoder = stacks instanceof Stacks.DecoderOnly
                ? null
                : addChildBlock("encoder", new Stack(config, stacks.first()));
        this.decoder = stacks instanceof Stacks.EncoderOnly
                ? null
                : addChildBlock("decoder", new Stack(config, stacks.last()));
    }

    /** The table of word embeddings, for a head that shares it. */
    public EmbeddingTable wordEmbeddings() {
        return word;
    }

    /**
     * @param readout which tokens of the last stack are read
     * @return the vectors that are read, {@code [..., hidden]}
     */
    public NDArray encode(Pass pass, ModelInput input, Readout readout) {
        return run(pass, input, readout, null);
    }

    /**
     * @param trace takes hidden states and attention weights
     * @return {@code [batch, seq, hidden]} of the last stack
     */
    NDArray encode(Pass pass, ModelInput input, Trace trace) {
        return run(pass, input, new Readout.AllTokens(), trace);
    }

    private NDArray run(Pass pass, ModelInput input, Readout readout, @Nullable Trace trace) {
        if (encoder == null) {
            return run(pass, Objects.requireNonNull(decoder), new StackInput(input.tokens(), null), readout, trace);
        }
        StackInput tokens = new StackInput(input.tokens(), null);
        if (decoder == null) {
            return run(pass, encoder, tokens, readout, trace);
        }
        NDArray memory = run(pass, encoder, tokens, new Readout.AllTokens(), trace == null ? null : trace.encoder());
        ScoreMask padding = ScoreMask.of(null, input.tokens().mask());
        StackInput target = new StackInput(
                Objects.requireNonNull(input.decoderTokens(), "an encoder-decoder reads decoder_input_ids"),
                new Memory(memory, padding));
        return run(pass, decoder, target, readout, trace);
    }

    private NDArray run(Pass pass, Stack stack, StackInput input, Readout readout, @Nullable Trace trace) {
        NDArray words = word.lookUp(pass, input.tokens().ids());
        return stack.run(pass, words, input, readout, trace);
    }
}
