package dev.jformers.serving;

import ai.djl.ndarray.NDList;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.SentenceEmbedding;
import dev.jformers.head.Features;
import dev.jformers.model.TokenInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One vector a text.
 *
 * @param embedding makes it of the vectors of its tokens
 */
record EmbeddingTask(SentenceEmbedding embedding) implements TextTask<float[]> {

    /**
     * @throws InvalidInputException if the model has a task's head, or sentence-transformers' files ask for what is not supported
     */
    static EmbeddingTask of(Path folder, ModelDescription description) throws IOException {
        if (description.head() instanceof Features) {
            return new EmbeddingTask(SentenceEmbedding.of(folder));
        }
        throw new InvalidInputException(folder + " holds a model with the head "
                + description.head().getClass().getSimpleName()
                + " but must hold one without a task's head (architectures [\"BertModel\"]); use a model for embeddings"
                + ", or classify texts with TextClassifier.");
    }

    @Override
    public List<float[]> answers(NDList outputs, TokenInput input) {
        return List.of(TextTask.rows(embedding.embed(outputs.get("last_hidden_state"), input.mask())));
    }
}
