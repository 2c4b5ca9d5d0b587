package dev.jformers.serving;

import dev.jformers.hub.ModelLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns texts into vectors that say how alike the texts are: as sentence-transformers' {@code modules.json} in the folder has it,
 * or else the mean over a text's tokens, scaled to length 1.
 */
public final class TextEmbedder implements TextModel {

    private final TextPipeline<float[]> pipeline;

    private TextEmbedder(TextPipeline<float[]> pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Loads a model with {@link ServingOptions#defaults}.
     *
     * @param model the path of a folder, or {@code hf:organisation/name[@revision]}, which is downloaded unless the cache has it
     * @throws dev.jformers.InvalidInputException if there is no such model, or it is none of this kind
     * @throws IOException if it cannot be downloaded or read
     */
    public static TextEmbedder load(String model) throws IOException {
        return load(ModelLocation.of(model).folder());
    }

    /** Loads a model with {@link ServingOptions#defaults}. */
    public static TextEmbedder load(Path folder) throws IOException {
        return load(folder, ServingOptions.defaults());
    }

    /**
     * @param folder with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}; its files must stay as they
     *     are while the embedder is in use, for the weights are mapped, not copied
     * @throws dev.jformers.InvalidInputException if a file is missing or breaks a rule, or the model has a task's head
     * @throws IOException if a file cannot be read
     */
    public static TextEmbedder load(Path folder, ServingOptions options) throws IOException {
        return new TextEmbedder(TextPipeline.load(folder, options, EmbeddingTask::of));
    }

    /**
     * @return as many numbers as the model's hidden size; where vectors are scaled to length 1, their squares sum to 1
     * @throws dev.jformers.InvalidInputException if the text is null
     */
    public float[] embed(String text) {
        return pipeline.answer(text);
    }

    /**
     * Faster than one by one: texts of similar length go through the model together. The vectors are the same to within the
     * rounding of sums in another order.
     *
     * @return a vector for each text, in the order of the texts
     * @throws dev.jformers.InvalidInputException if a text is null
     */
    public List<float[]> embed(List<String> texts) {
        return pipeline.answers(texts);
    }

    @Override
    public int maxLength() {
        return pipeline.maxLength();
    }

    @Override
    public boolean truncates(String text) {
        return pipeline.truncates(text);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
