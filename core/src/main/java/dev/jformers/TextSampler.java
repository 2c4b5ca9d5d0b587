package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.generation.TokenSampler;
import dev.jformers.head.CausalLanguageModel.CausalLanguageModelBlock;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.model.Transformer;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.torch.Autograd;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Goes on with a text, drawing each token from the model's probabilities: to look at what a decoder has learned. It reads the whole
 * text anew for each token, so it is for short texts and small models. Not thread-safe.
 */
public final class TextSampler {

    private final PretrainedModel model;
    private final Path folder;
    private final TokenSampler sampler;
    private final int endId;

    /**
     * @param model a decoder under the head that predicts the next token
     * @param folder holds its {@code tokenizer.json}
     * @param sampler draws tokens
     */
    public TextSampler(PretrainedModel model, Path folder, TokenSampler sampler) {
        this.model = model;
        this.folder = folder;
        this.sampler = sampler;
        this.endId = model.description().endOfTextId();
    }

    /**
     * What the model goes on with, up to the token that ends a text, which is left out.
     *
     * @param prompt not empty
     * @param most the most tokens
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public String continuation(String prompt, int most) throws InterruptedException {
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            int[] start = withoutEnd(tokenizer.encode(prompt).ids());
            int[] ids = Arrays.copyOf(start, start.length + most);
            int length = start.length;
            while (length < ids.length) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while a text was made up");
                }
                int next = next(ids, length);
                if (next == endId) {
                    break;
                }
                ids[length++] = next;
            }
            return tokenizer.decode(Arrays.copyOfRange(ids, start.length, length));
        }
    }

    private int[] withoutEnd(int[] ids) {
        boolean ended = ids.length > 1 && ids[ids.length - 1] == endId;
        return ended ? Arrays.copyOf(ids, ids.length - 1) : ids;
    }

    /** Draws the token behind the last ones, as many as the model reads. */
    private int next(int[] ids, int length) {
        int read = Math.toIntExact(
                Math.min(length, model.description().transformer().maxPositions()));
        long[] window = Arrays.stream(ids, length - read, length).asLongStream().toArray();
        try (NDManager manager = model.manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            Pass pass = model.pass(false);
            Transformer transformer = model.block().transformer();
            ModelInput input = new ModelInput(new TokenInput(manager.create(window, new Shape(1, read)), null, null));
            NDArray hidden = transformer.encode(pass, input, new Readout.LastToken());
            NDArray table = transformer.wordEmbeddings().weight(pass);
            NDArray logits = model.block().head(CausalLanguageModelBlock.class).logits(pass, hidden, table);
            return sampler.draw(logits.toFloatArray());
        }
    }
}
