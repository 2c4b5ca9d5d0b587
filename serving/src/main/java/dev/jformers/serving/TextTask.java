package dev.jformers.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.jformers.ModelDescription;
import dev.jformers.model.TokenInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the outputs of a model say of each text. */
sealed interface TextTask<T> permits ClassificationTask, EmbeddingTask, FillMaskTask {

    /**
     * @param outputs of the model's head, by name
     * @param input what the model has read
     * @return an answer for each row of the batch; nothing of it is in native memory
     */
    List<T> answers(NDList outputs, TokenInput input);

    /** Finds what a model answers. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * @throws dev.jformers.InvalidInputException if the model in the folder does not answer this
         * @throws IOException if a file cannot be read
         */
        TextTask<T> read(Path folder, ModelDescription description) throws IOException;
    }

    /** The rows of a matrix. */
    static float[][] rows(NDArray matrix) {
        int rows = Math.toIntExact(matrix.getShape().get(0));
        int columns = Math.toIntExact(matrix.getShape().get(1));
        float[] values = matrix.toFloatArray();
        float[][] split = new float[rows][columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns, split[row], 0, columns);
        }
        return split;
    }
}
