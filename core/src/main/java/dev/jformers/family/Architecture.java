package dev.jformers.family;

import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.Features;
import dev.jformers.head.Head;
import dev.jformers.head.MultiTokenPrediction;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a family's models can be for.
 *
 * @param name Hugging Face's name of the class, as {@code architectures} in config.json has it
 * @param type of its head
 * @param reader makes the head of a config
 */
public record Architecture(String name, Class<? extends Head> type, Reader reader) {

    private static final String FURTHER = "num_further_predictions";

    /**
     * The architectures of a decoder.
     *
     * @param bare name of the model without a head
     * @param causal name of the model that predicts the next token
     * @param tied whether that shares the word embeddings where {@code tie_word_embeddings} is absent
     * @param tasks what else it can be for
     */
    public static List<Architecture> ofDecoder(String bare, String causal, boolean tied, Architecture... tasks) {
        return ofGenerator(
                bare, causal, config -> new CausalLanguageModel(config.flag("tie_word_embeddings", tied)), tasks);
    }

    /**
     * The architectures of a model that writes tokens.
     *
     * @param bare name of the model without a head
     * @param causal name of the model that predicts the next token
     * @param head of that
     * @param tasks what else it can be for
     */
    public static List<Architecture> ofGenerator(
            String bare, String causal, Function<ConfigJson, CausalLanguageModel> head, Architecture... tasks) {
        Architecture writes =
                new Architecture(causal, CausalLanguageModel.class, (config, names) -> head.apply(config));
        return Stream.concat(Stream.of(bare(bare), writes), Stream.of(tasks)).toList();
    }

    /** The model without a head and without a pooler. */
    public static Architecture bare(String name) {
        return new Architecture(name, Features.class, (config, names) -> new Features(false));
    }

    /**
     * The head of a config. Of models that predict the next token, those whose config has our own key {@value
     * #FURTHER} predict as many tokens behind it.
     *
     * @param names of the tensors that are there, see {@link TensorNames#canonical}; empty where there are none yet
     * @throws dev.jformers.InvalidInputException if a key is missing or its value is impossible
     */
    public Head head(ConfigJson config, Set<String> names) {
        Head head = reader.head(config, names);
        int further = config.partsOrNone(FURTHER, 0);
        return head instanceof CausalLanguageModel next && further > 0 ? new MultiTokenPrediction(next, further) : head;
    }

    /**
     * Holds for all families but decoders, which alone read a text and write on.
     *
     * @throws dev.jformers.InvalidInputException if the config asks for the prediction of further tokens
     */
    public static void requireNoFurther(ConfigJson config, String modelType) {
        int further = config.partsOrNone(FURTHER, 0);
        if (further > 0) {
            throw config.problem(FURTHER + " is " + further + " but model_type " + modelType
                    + " is no decoder, and decoders alone predict further tokens; remove the key, or take a model such as gpt2 or"
                    + " llama.");
        }
    }

    /** Makes the head of a config. */
    @FunctionalInterface
    public interface Reader {

        /**
         * @param names of the tensors that are there, see {@link TensorNames#canonical}; empty where there are none yet
         * @throws dev.jformers.InvalidInputException if a key is missing or its value is impossible
         */
        Head head(ConfigJson config, Set<String> names);
    }
}
