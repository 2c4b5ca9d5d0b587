package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.jformers.head.Head;
import dev.jformers.head.HeadBlock;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and its head: the outermost block, and so the one with DJL's door. {@code forward} takes arrays named {@code
 * input_ids}, {@code attention_mask} and {@code token_type_ids}, or nameless in this order, the last two optional, and
 * returns the head's outputs by Hugging Face's names.
 */
public final class EncoderModel extends TypedBlock {

    private static final List<String> INPUTS = List.of("input_ids", "attention_mask", "token_type_ids");

    private final Encoder encoder;
    private final HeadBlock head;

    public EncoderModel(TransformerConfig config, Head head) {
        this.encoder = addChildBlock("encoder", new Encoder(config));
        this.head = addChildBlock(
                "head", head.newBlock(config.hiddenSize(), config.vocabularySize(), config.initializerRange()));
        inputNames = INPUTS;
    }

    public Encoder encoder() {
        return encoder;
    }

    /**
     * @return the head, which the caller knows to be of this type
     * @throws ClassCastException if it is not
     */
    public <B extends HeadBlock> B head(Class<B> type) {
        return type.cast(head);
    }

    /**
     * @param trace takes hidden states and attention weights; null where nobody asks for them
     * @return the head's outputs, by name
     */
    public NDList run(Pass pass, EncoderInput input, @Nullable Trace trace) {
        NDArray hidden = trace == null
                ? encoder.encode(pass, input, head.readout())
                : head.readout().of(encoder.encode(pass, input, trace));
        return head.outputs(pass, hidden, encoder.wordEmbeddings().weight(pass));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        Pass pass = new Pass(parameterStore, inputs.head().getDevice(), training);
        NDArray ids = find(inputs, 0);
        if (ids == null) {
            throw new IllegalArgumentException("no input_ids among the inputs; expected some of " + INPUTS);
        }
        return run(pass, new EncoderInput(ids, find(inputs, 2), find(inputs, 1)), null);
    }

    private static @Nullable NDArray find(NDList inputs, int place) {
        boolean nameless = inputs.head().getName() == null;
        return nameless ? (place < inputs.size() ? inputs.get(place) : null) : inputs.get(INPUTS.get(place));
    }
}
