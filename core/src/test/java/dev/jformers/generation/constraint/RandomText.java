package dev.jformers.generation.constraint;

import dev.jformers.tokenizer.TokenBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/**
 * A text of random tokens that a constraint allows.
 *
 * @param tokens without the one that ends it
 * @param ended whether it did
 */
@SuppressWarnings("ArrayRecordComponent")
record RandomText(String text, int[] tokens, boolean ended) {

    /** The end token of all texts; of a special token in the vocabularies. */
    static RandomText of(Constraint constraint, TokenBytes vocabulary, int end, int most, long seed) {
        Random random = new Random(seed);
        int[] tokens = new int[0];
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (tokens.length < most) {
            float[] scores = new float[vocabulary.size()];
            for (int id = 0; id < scores.length; id++) {
                scores[id] = random.nextFloat();
            }
            scores[end] = random.nextInt(4) == 0 ? 1 : 0;
            constraint.restrict(scores, tokens, Set.of(end));
            int best = 0;
            for (int id = 1; id < scores.length; id++) {
                best = scores[id] > scores[best] ? id : best;
            }
            if (scores[best] == Float.NEGATIVE_INFINITY) {
                throw new AssertionError("nothing follows behind " + text.toString(StandardCharsets.UTF_8));
            }
            if (best == end) {
                return new RandomText(text.toString(StandardCharsets.UTF_8), tokens, true);
            }
            text.writeBytes(vocabulary.of(best, tokens.length == 0).orElseThrow());
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = best;
        }
        return new RandomText(text.toString(StandardCharsets.UTF_8), tokens, false);
    }
}
