package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.jformers.head.Head;
import dev.jformers.head.HeadBlock;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transformer and its head: the outermost block, and so the one with DJL's door. {@code forward} takes arrays named {@code
 * input_ids}, {@code attention_mask}, {@code token_type_ids}, {@code decoder_input_ids} and {@code decoder_attention_mask}, or
 * nameless in this order, and returns the head's outputs by Hugging Face's names. All but the ids are optional.
 */
public final class TransformerModel extends TypedBlock {

    private static final List<String> INPUTS =
            List.of("input_ids", "attention_mask", "token_type_ids", "decoder_input_ids", "decoder_attention_mask");

    private final Transformer transformer;
    private final HeadBlock head;

    public TransformerModel(TransformerConfig config, Head head) {
        this.transformer = addChildBlock("transformer", new Transformer(config));
        this.head = addChildBlock(
                "head", head.newBlock(config.outputSize(), config.embeddingSize(), config.outputVocabularySize()));
        inputNames = INPUTS;
    }

    public Transformer transformer() {
        return transformer;
    }

    /**
     * @return the head, which the caller knows to be of this type
     * @throws ClassCastException if it is not
     */
    public <B extends HeadBlock> B head(Class<B> type) {
        return type.cast(head);
    }

    /**
     * @param input rows of tokens; for a head that chooses, groups of rows
     * @param trace takes hidden states and attention weights; null where nobody asks for them
     * @return the head's outputs, by name
     */
    public NDList run(Pass pass, ModelInput input, @Nullable Trace trace) {
        ModelInput rows = input.flattened();
        NDArray hidden = trace == null
                ? transformer.encode(pass, rows, head.readout())
                : head.readout()
                        .in(rows.tokens().ids(), rows.tokens().mask())
                        .of(transformer.encode(pass, rows, trace));
        NDArray read = grouped(
                head.pool(hidden, rows.last().mask()), input.tokens().ids().getShape());
        return head.outputs(pass, read, transformer.wordEmbeddings().weight());
    }

    /** Where the ids are {@code [batch, choices, seq]}: {@code [batch * choices, ...] -> [batch, choices, ...]}. */
    private static NDArray grouped(NDArray hidden, Shape ids) {
        return ids.dimension() == 3
                ? hidden.reshape(
                        new Shape(-1, ids.get(1)).addAll(hidden.getShape().slice(1)))
                : hidden;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        Pass pass = new Pass(parameterStore, inputs.head().getDevice(), training);
        NDArray ids = find(inputs, 0);
        if (ids == null) {
            throw new IllegalArgumentException("no input_ids among the inputs; expected some of " + INPUTS);
        }
        TokenInput tokens = new TokenInput(ids, find(inputs, 2), find(inputs, 1));
        NDArray target = find(inputs, 3);
        TokenInput decoderTokens = target == null ? null : new TokenInput(target, null, find(inputs, 4));
        return run(pass, new ModelInput(tokens, decoderTokens), null);
    }

    private static @Nullable NDArray find(NDList inputs, int place) {
        boolean nameless = inputs.head().getName() == null;
        return nameless ? (place < inputs.size() ? inputs.get(place) : null) : inputs.get(INPUTS.get(place));
    }
}
