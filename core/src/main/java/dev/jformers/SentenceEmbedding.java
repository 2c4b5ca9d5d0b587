package dev.jformers;

import ai.djl.ndarray.NDArray;
import dev.jformers.head.MeanPooling;
import dev.jformers.head.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the vectors of a text's tokens become one vector of the text.
 *
 * @param pooling makes one of many
 * @param length of the vector that comes out
 */
public record SentenceEmbedding(Pooling pooling, Length length) {

    /** How long vectors are. */
    public enum Length {
        /** As pooling makes them. */
        ANY,
        /** Scaled to 1, so that a dot product of two is their cosine. */
        ONE
    }

    /**
     * What {@code modules.json} and the pooling's {@code config.json} in a model's folder say, as sentence-transformers writes
     * them; where there is no {@code modules.json}, the mean of the tokens' vectors, scaled to length 1.
     *
     * @throws InvalidInputException if they ask for something else than the first token's vector, the mean or the largest values
     * @throws IOException if a file cannot be read
     */
    public static SentenceEmbedding of(Path folder) throws IOException {
        return SentenceModules.read(folder).orElse(new SentenceEmbedding(new Pooling.Mean(), Length.ONE));
    }

    /**
     * @param hidden of the last layer, {@code [batch, seq, hidden]}
     * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding; null where nothing is padded
     * @return {@code [batch, hidden]}
     */
    public NDArray embed(NDArray hidden, @Nullable NDArray mask) {
        NDArray pooled = pooling.pool(pooling.readout().of(hidden), mask);
        return length == Length.ONE ? MeanPooling.normalize(pooled) : pooled;
    }
}
