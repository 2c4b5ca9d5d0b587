package dev.jformers.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.head.Features;
import dev.jformers.head.MeanPooling;
import dev.jformers.model.TokenInput;
import java.nio.file.Path;
import java.util.List;

/** The mean of the vectors of a text's tokens, scaled to length 1, as sentence-transformers' MiniLM models have it. */
record EmbeddingTask() implements TextTask<float[]> {

    /**
     * @throws InvalidInputException if the model has a task's head
     */
    static EmbeddingTask of(Path folder, ModelDescription description) {
        if (description.head() instanceof Features) {
            return new EmbeddingTask();
        }
        throw new InvalidInputException(folder + " holds a model with the head "
                + description.head().getClass().getSimpleName()
                + " but must hold one without a task's head (architectures [\"BertModel\"]); use a model for embeddings"
                + ", or classify texts with TextClassifier.");
    }

    @Override
    public List<float[]> answers(NDList outputs, TokenInput input) {
        NDArray pooled = MeanPooling.pool(outputs.get("last_hidden_state"), input.mask());
        return List.of(TextTask.rows(MeanPooling.normalize(pooled)));
    }
}
