package dev.jformers.serving;

import ai.djl.modality.Classifications;
import dev.jformers.hub.ModelLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Classifies texts by a fine-tuned model in a folder. */
public final class TextClassifier implements TextModel {

    private final TextPipeline<Classifications> pipeline;

    private TextClassifier(TextPipeline<Classifications> pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Loads a classifier with {@link ServingOptions#defaults}.
     *
     * @param model the path of a folder, or {@code hf:organisation/name[@revision]}, which is downloaded unless the cache has it
     * @throws dev.jformers.InvalidInputException if there is no such model, or it is none of this kind
     * @throws IOException if it cannot be downloaded or read
     */
    public static TextClassifier load(String model) throws IOException {
        return load(ModelLocation.of(model).folder());
    }

    /** Loads a classifier with {@link ServingOptions#defaults}. */
    public static TextClassifier load(Path folder) throws IOException {
        return load(folder, ServingOptions.defaults());
    }

    /**
     * @param folder with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}; its files must stay as they
     *     are while the classifier is in use, for the weights are mapped, not copied
     * @throws dev.jformers.InvalidInputException if a file is missing or breaks a rule, or the model is no classifier
     * @throws IOException if a file cannot be read
     */
    public static TextClassifier load(Path folder, ServingOptions options) throws IOException {
        return new TextClassifier(TextPipeline.load(folder, options, ClassificationTask::of));
    }

    /**
     * @return the probability of each label, in the order of the model's labels; {@code best()} is the most likely
     * @throws dev.jformers.InvalidInputException if the text is null
     */
    public Classifications classify(String text) {
        return pipeline.answer(text);
    }

    /**
     * Faster than one by one: texts of similar length go through the model together. The answers are the same to within the
     * rounding of sums in another order.
     *
     * @return an answer for each text, in the order of the texts
     * @throws dev.jformers.InvalidInputException if a text is null
     */
    public List<Classifications> classify(List<String> texts) {
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
