package dev.jformers.serving;

import ai.djl.repository.zoo.Criteria;
import java.nio.file.Path;

/** DJL's {@link Criteria} for model folders that have no {@code serving.properties}, such as Hugging Face's own. */
public final class FolderCriteria {

    private FolderCriteria() {}

    /**
     * @param <I> the input's type
     * @param <O> the answer's type
     * @param folder with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}
     * @param input {@code String.class}
     * @param output {@code Classifications.class} or {@code float[].class}
     * @return criteria by which {@code loadModel()} loads the folder
     */
    public static <I, O> Criteria<I, O> of(Path folder, Class<I> input, Class<O> output) {
        return Criteria.builder()
                .setTypes(input, output)
                .optModelPath(folder)
                .optEngine("PyTorch")
                .optOption("hasParameter", "false")
                .optArgument("blockFactory", new FolderBlockFactory())
                .optTranslatorFactory(new TextTranslatorFactory())
                .build();
    }
}
