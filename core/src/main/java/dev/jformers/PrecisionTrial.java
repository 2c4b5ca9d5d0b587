package dev.jformers;

import dev.jformers.generation.Filters;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Generator;
import dev.jformers.generation.Reading;
import dev.jformers.generation.Search;
import dev.jformers.layer.Precision;
import dev.jformers.model.Stacks;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How fast and how exactly a language model writes in a precision, on the machine that this runs on: the model writes a short text
 * at random, by its own probabilities in 32-bit floats, and reads it again in each precision.
 *
 * @param precision that was tried
 * @param reading of the text, one token after the other
 */
public record PrecisionTrial(Precision precision, Reading reading) {

    /** How much higher than in 32-bit floats the perplexity of a precision that is chosen may be: 1 %. */
    public static final double TOLERANCE = 0.01;

    private static final int TOKENS = 32;

    /**
     * Tries all precisions; what they pack is freed again.
     *
     * @param model a language model on a CPU
     * @return one trial a precision, that of 32-bit floats first
     * @throws InvalidInputException if the model predicts no next token
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static List<PrecisionTrial> all(PretrainedModel model) throws InterruptedException {
        int opening = opening(model.description());
        List<PrecisionTrial> trials = new ArrayList<>();
        int[] text = {};
        for (Precision precision : Precision.values()) {
            try (PretrainedModel packed = model.with(precision)) {
                text = text.length == 0 ? write(packed, opening) : text;
                trials.add(new PrecisionTrial(precision, reading(packed, opening, text)));
            }
        }
        return List.copyOf(trials);
    }

    /** Of a model that has found its pace; the worse perplexity of reading token by token, and at once as prompts are. */
    private static Reading reading(PretrainedModel packed, int opening, int[] text) {
        try (CachedReader first = reader(packed, opening);
                CachedReader second = reader(packed, opening);
                CachedReader prompt = reader(packed, opening)) {
            Reading.of(first, opening, text);
            Reading reading = Reading.of(second, opening, text);
            double atOnce = Reading.perplexityAtOnce(prompt, opening, text);
            return new Reading(Math.max(reading.perplexity(), atOnce), reading.secondsPerToken());
        }
    }

    /**
     * The fastest whose perplexity is at most {@link #TOLERANCE} above that of the first.
     *
     * @param trials at least one
     */
    public static PrecisionTrial fastest(List<PrecisionTrial> trials) {
        PrecisionTrial exact = trials.get(0);
        return trials.stream()
                .filter(trial -> trial.perplexityAbove(exact) <= TOLERANCE)
                .min(Comparator.comparingDouble(trial -> trial.reading().secondsPerToken()))
                .orElse(exact);
    }

    /** How much higher the perplexity is than in another trial, as a share of that; negative where it is lower. */
    public double perplexityAbove(PrecisionTrial other) {
        return reading.perplexity() / other.reading.perplexity() - 1;
    }

    private static int[] write(PretrainedModel model, int opening) throws InterruptedException {
        GenerationConfig config = new GenerationConfig(
                new Search.Sampling(Filters.NONE, 1),
                GenerationConfig.Lengths.ofNewTokens(TOKENS),
                List.of(),
                Set.of(),
                0,
                0);
        try (CachedReader reader = reader(model, opening)) {
            return new Generator(reader, config.within(reader.maxLength()), (row, token) -> true)
                    .generate(new int[][] {{opening}}, new int[1])
                    .get(0)
                    .tokens();
        }
    }

    private static CachedReader reader(PretrainedModel model, int opening) {
        return isEncoderDecoder(model.description())
                ? CachedReader.ofEncoderDecoder(
                        model, EncodedBatch.of(List.of(new EncodedText(new int[] {opening})), 0), TOKENS)
                : CachedReader.ofDecoder(model, new int[1], TOKENS);
    }

    private static int opening(ModelDescription description) {
        return isEncoderDecoder(description) ? description.decoderStartId() : 0;
    }

    private static boolean isEncoderDecoder(ModelDescription description) {
        return description.transformer().stacks() instanceof Stacks.EncoderDecoder;
    }
}
