package dev.jformers.cli;

import ai.djl.Device;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.PretrainedModel;
import dev.jformers.Speculation;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where guesses of the next tokens come from; at most one of these. */
final class SpeculationOptions {

    private static final String TOKENIZER = "tokenizer.json";
    private static final int DRAFTED = 5;
    private static final int LONGEST_MATCH = 2;

    @Option(
            names = "--draft-model",
            paramLabel = "FOLDER",
            required = true,
            description =
                    "A smaller model of the same vocabulary guesses tokens; the text stays the same, and comes sooner."
                            + " Guesses (also by the other two) are for one greedy or sampled text at a time, not for"
                            + " batches and beams.")
    private @Nullable Path draftModel;

    @Option(
            names = "--prompt-lookup",
            paramLabel = "N",
            required = true,
            description = "Guess up to N tokens: what followed the last ones where they stood before.")
    private int promptLookup;

    @Option(
            names = "--use-mtp",
            required = true,
            description = "Guess by the model's own heads for further tokens (num_further_predictions).")
    private boolean furtherHeads;

    /**
     * Opens what guesses; the draft model stays open until {@link Opened#close}.
     *
     * @param model the folder of the model that verifies
     * @throws InvalidInputException if the draft model has another vocabulary
     */
    Opened open(Path model) throws IOException {
        if (draftModel != null) {
            requireSameTokens(model, draftModel);
            PretrainedModel draft = PretrainedModel.load(draftModel, Device.cpu());
            return new Opened(new Speculation.ByDraftModel(draft, DRAFTED), draft);
        }
        return new Opened(
                furtherHeads
                        ? new Speculation.ByFurtherHeads()
                        : new Speculation.ByPromptLookup(promptLookup, LONGEST_MATCH),
                null);
    }

    /** As far as both have a tokenizer that says what they are. */
    private static void requireSameTokens(Path model, Path draft) throws IOException {
        Path ours = model.resolve(TOKENIZER);
        Path theirs = draft.resolve(TOKENIZER);
        if (Files.exists(ours) && Files.exists(theirs) && !vocabulary(ours).equals(vocabulary(theirs))) {
            throw new InvalidInputException(
                    theirs + " has other tokens than " + ours + "; take a draft model with the same vocabulary.");
        }
    }

    private static Optional<JsonElement> vocabulary(Path tokenizer) throws IOException {
        return StrictJson.read(tokenizer).get("model") instanceof JsonObject model
                ? Optional.ofNullable(model.get("vocab"))
                : Optional.empty();
    }

    /** Nobody guesses. */
    static Opened none() {
        return new Opened(Speculation.NONE, null);
    }

    /**
     * What guesses.
     *
     * @param draft the draft model; null where there is none
     */
    record Opened(Speculation speculation, @Nullable PretrainedModel draft) implements AutoCloseable {

        @Override
        public void close() {
            if (draft != null) {
                draft.close();
            }
        }
    }
}
