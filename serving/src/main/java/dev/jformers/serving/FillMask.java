package dev.jformers.serving;

import dev.jformers.InvalidInputException;
import dev.jformers.hub.ModelLocation;
import dev.jformers.tokenizer.SpecialTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the tokens that a masked language model would put in place of the mask tokens of a text. */
public final class FillMask implements TextModel {

    private static final int DEFAULT_TOP = 5;

    private final TextPipeline<List<FillMaskTask.Masked>> pipeline;
    private final SpecialTokens special;

    private FillMask(TextPipeline<List<FillMaskTask.Masked>> pipeline, SpecialTokens special) {
        this.pipeline = pipeline;
        this.special = special;
    }

    /**
     * A token that may stand at a mask.
     *
     * @param id of the token
     * @param token as text
     * @param probability among all tokens
     */
    public record Candidate(int id, String token, double probability) {}

    /**
     * Loads a model with {@link ServingOptions#defaults}; it finds the five most probable tokens of each mask.
     *
     * @param model the path of a folder, or {@code hf:organisation/name[@revision]}, which is downloaded unless the cache has it
     * @throws InvalidInputException if there is no such model, or it is none of this kind
     * @throws IOException if it cannot be downloaded or read
     */
    public static FillMask load(String model) throws IOException {
        return load(ModelLocation.of(model).folder());
    }

    /** Loads a model with {@link ServingOptions#defaults}; it finds the five most probable tokens of each mask. */
    public static FillMask load(Path folder) throws IOException {
        return load(folder, DEFAULT_TOP, ServingOptions.defaults());
    }

    /**
     * @param folder with {@code config.json}, {@code model.safetensors} and a tokenizer; its files must stay as they are while the model
     *     is in use, for the weights are mapped, not copied
     * @param top how many tokens of each mask
     * @throws InvalidInputException if a file is missing or breaks a rule, the model predicts no masked tokens or the tokenizer has no
     *     mask token
     * @throws IOException if a file cannot be read
     */
    public static FillMask load(Path folder, int top, ServingOptions options) throws IOException {
        if (top < 1) {
            throw new InvalidInputException("the number of tokens is " + top + " but must be at least 1.");
        }
        SpecialTokens special = SpecialTokens.read(folder);
        return new FillMask(
                TextPipeline.load(
                        folder,
                        options,
                        (path, description) -> FillMaskTask.of(path, description, special.mask(), top)),
                special);
    }

    /** The token to write where one is looked for, such as {@code [MASK]}. */
    public String maskToken() {
        return special.maskToken();
    }

    /**
     * @return for each mask of the text, from its beginning, the most probable tokens, the best first
     * @throws InvalidInputException if the text has no mask, or none that the model reads
     */
    public List<List<Candidate>> fill(String text) {
        return fill(Collections.singletonList(text)).get(0);
    }

    /**
     * Faster than one by one: texts of similar length go through the model together.
     *
     * @return for each text what {@link #fill(String)} returns
     * @throws InvalidInputException if a text is null or has no mask, or none that the model reads
     */
    public List<List<List<Candidate>>> fill(List<String> texts) {
        List<List<FillMaskTask.Masked>> answers = pipeline.answers(texts);
        List<List<List<Candidate>>> filled = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (answers.get(i).isEmpty()) {
                throw noMask(texts.get(i));
            }
            filled.add(answers.get(i).stream().map(this::candidates).toList());
        }
        return filled;
    }

    private InvalidInputException noMask(String text) {
        return new InvalidInputException(
                text.contains(maskToken())
                        ? "the first mask of a text is behind the " + maxLength()
                                + " tokens that the model reads; shorten it."
                        : "\"" + text + "\" has no mask; write " + maskToken() + " where a token is looked for.");
    }

    private List<Candidate> candidates(FillMaskTask.Masked masked) {
        return IntStream.range(0, masked.ids().length)
                .mapToObj(i -> {
                    int id = Math.toIntExact(masked.ids()[i]);
                    return new Candidate(id, pipeline.token(id), masked.probabilities()[i]);
                })
                .toList();
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
