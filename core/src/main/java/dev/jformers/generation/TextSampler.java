package dev.jformers.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.PretrainedModel;
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
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Goes on with a text, drawing each token from the model's probabilities: to look at what a decoder has learned. It reads the whole
 * text anew for each token, so it is for short texts and small models. The same seed draws the same text. Not thread-safe.
 */
public final class TextSampler {

    private final PretrainedModel model;
    private final Path folder;
    private final Settings settings;
    private final int endId;
    private final RandomGenerator random;

    /**
     * @param temperature what logits are divided by: lower is more certain
     * @param topK draws from this many of the most probable tokens (Fan et al. 2018)
     * @param seed of the draws
     */
    public record Settings(double temperature, int topK, long seed) {}

    /**
     * @param model a decoder under the head that predicts the next token
     * @param folder holds its {@code tokenizer.json}
     */
    public TextSampler(PretrainedModel model, Path folder, Settings settings) {
        this.model = model;
        this.folder = folder;
        this.settings = settings;
        this.endId = model.description().endOfTextId();
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed());
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
            return draw(logits.div(settings.temperature()).toFloatArray());
        }
    }

    private int draw(float[] logits) {
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        float least = sorted[Math.max(0, sorted.length - settings.topK())];
        float most = sorted[sorted.length - 1];
        double sum = 0;
        for (float logit : logits) {
            sum += weight(logit, least, most);
        }
        double left = random.nextDouble() * sum;
        int last = 0;
        for (int id = 0; id < logits.length && left >= 0; id++) {
            double weight = weight(logits[id], least, most);
            last = weight > 0 ? id : last;
            left -= weight;
        }
        return last;
    }

    private static double weight(float logit, float least, float most) {
        return logit < least ? 0 : Math.exp(logit - most);
    }
}
