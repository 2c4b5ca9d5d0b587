package dev.jformers.serving;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Makes translators from texts to {@link Classifications} or {@code float[]} embeddings for DJL's {@code Criteria}. The
 * argument {@code maxLength} truncates texts to fewer tokens than the tokenizer's files say. The tokenizer is freed with DJL's
 * model.
 */
public final class TextTranslatorFactory implements TranslatorFactory {

    private static final String MAX_LENGTH = "maxLength";

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(new Pair<>(String.class, Classifications.class), new Pair<>(String.class, float[].class));
    }

    /**
     * @throws InvalidInputException if the model in the folder does not answer with this type
     */
    @Override
    @SuppressWarnings("unchecked")
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new TranslateException(
                    "no translator from " + input + " to " + output + ", only " + getSupportedTypes());
        }
        Path folder = model.getModelPath();
        try {
            HuggingFaceFolder files = HuggingFaceFolder.open(folder);
            ModelDescription description = ModelDescription.of(files);
            TextTask<?> task = output == float[].class
                    ? EmbeddingTask.of(folder, description)
                    : ClassificationTask.of(folder, description);
            TextEncoder encoder = TextEncoder.of(files, description, maxLength(arguments));
            model.getNDManager().attachInternal(NDManager.nextUid(), encoder);
            return (Translator<I, O>) new TextTranslator<>(encoder, task);
        } catch (IOException e) {
            throw new TranslateException("cannot read " + folder, e);
        }
    }

    private static OptionalInt maxLength(Map<String, ?> arguments) {
        Object given = arguments.get(MAX_LENGTH);
        if (given == null) {
            return OptionalInt.empty();
        }
        try {
            return ServingOptions.defaults()
                    .withMaxLength(Integer.parseInt(given.toString()))
                    .maxLength();
        } catch (NumberFormatException e) {
            throw new InvalidInputException(MAX_LENGTH + " is " + given + " but must be a number of tokens.", e);
        }
    }
}
