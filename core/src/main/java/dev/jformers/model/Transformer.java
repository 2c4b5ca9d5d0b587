package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.ScoreMask;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one transformer: a table of word embeddings, or two, and an encoder, a decoder, or both. */
public final class Transformer extends TypedBlock {

    private final TransformerConfig config;
    private final EmbeddingTable word;
    private final @Nullable EmbeddingTable decoderWord;
    private final @Nullable Stack encoder;
    private final @Nullable Stack decoder;

    public Transformer(TransformerConfig config) {
        this.config = config;
        this.word = addChildBlock("word", table(config.vocabularySize()));
        Stacks stacks = config.stacks();
        this.decoderWord = stacks instanceof Stacks.EncoderDecoder both && both.decoderVocabulary() > 0
                ? addChildBlock("decoderWord", table(both.decoderVocabulary()))
                : null;
        this.encoder = stacks instanceof Stacks.DecoderOnly
                ? null
                : addChildBlock("encoder", new Stack(config, stacks.first()));
        this.decoder = stacks instanceof Stacks.EncoderOnly
                ? null
                : addChildBlock("decoder", new Stack(config, stacks.last()));
    }

    private EmbeddingTable table(long vocabulary) {
        return new EmbeddingTable(vocabulary, config.embeddingSize(), config.paddingId());
    }

    /** The table of word embeddings of the last stack, for a head that shares it. */
    public EmbeddingTable wordEmbeddings() {
        return decoderWord == null ? word : decoderWord;
    }

    /**
     * @param readout which tokens of the last stack are read
     * @return the vectors that are read, {@code [..., hidden]}
     */
    public NDArray encode(Pass pass, ModelInput input, Readout readout) {
        return run(pass, input, readout.in(input.tokens().ids(), input.tokens().mask()), null);
    }

    /**
     * Reads tokens behind those that were read before.
     *
     * @param tokens of the decoder
     * @param encoded for the encoder before it, where there is one: read in the first pass alone
     * @param cache of this model; holds what was read before, and takes what is read now
     * @param readout which of the tokens are read
     * @return the vectors that are read, {@code [..., hidden]}
     */
    public NDArray decode(
            Pass pass, TokenInput tokens, @Nullable TokenInput encoded, KeyValueCache cache, Readout readout) {
        if (encoder != null && cache.memory() == null) {
            cache.keep(memory(pass, encoder, Objects.requireNonNull(encoded, "an encoder reads tokens"), null));
        }
        EmbeddingTable table = encoder == null ? word : wordEmbeddings();
        StackInput input = new StackInput(table, tokens, cache.memory(), cache);
        return run(pass, Objects.requireNonNull(decoder), input, readout, null);
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
            StackInput only = new StackInput(word, input.tokens(), null, null);
            return run(pass, Objects.requireNonNull(decoder), only, readout, trace);
        }
        if (decoder == null) {
            return run(pass, encoder, new StackInput(word, input.tokens(), null, null), readout, trace);
        }
        Memory memory = memory(pass, encoder, input.tokens(), trace);
        StackInput target = new StackInput(wordEmbeddings(), decoderTokens(input), memory, null);
        return run(pass, decoder, target, readout, trace);
    }

    private Memory memory(Pass pass, Stack stack, TokenInput tokens, @Nullable Trace trace) {
        StackInput input = new StackInput(word, tokens, null, null);
        NDArray hidden = run(pass, stack, input, new Readout.AllTokens(), trace == null ? null : trace.encoder());
        return new Memory(hidden, ScoreMask.of(null, tokens.mask()));
    }

    private TokenInput decoderTokens(ModelInput input) {
        if (input.decoderTokens() != null) {
            return input.decoderTokens();
        }
        ShiftRight shift = config.stacks() instanceof Stacks.EncoderDecoder both ? both.ofInput() : null;
        Objects.requireNonNull(shift, "this encoder-decoder reads decoder_input_ids");
        return new TokenInput(shift.of(input.tokens().ids()), null, null);
    }

    private static NDArray run(Pass pass, Stack stack, StackInput input, Readout readout, @Nullable Trace trace) {
        NDArray words = input.table().lookUp(pass, input.tokens().ids());
        return stack.run(pass, words, input, readout, trace);
    }
}
