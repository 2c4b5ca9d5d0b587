package dev.jformers.cli;

import ai.djl.Device;
import dev.jformers.PretrainedModel;
import dev.jformers.Speculation;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where guesses of the next tokens come from; at most one of these. */
final class SpeculationOptions {

    private static final int DRAFTED = 5;
    private static final int LONGEST_MATCH = 2;

    @Option(
            names = "--draft-model",
            paramLabel = "FOLDER",
            required = true,
            description = "A smaller model of the same vocabulary guesses tokens; the text stays the same, and comes sooner.")
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

    /** Opens what guesses; the draft model stays open until {@link Opened#close}. */
    Opened open() throws IOException {
        if (draftModel != null) {
            PretrainedModel draft = PretrainedModel.load(draftModel, Device.cpu());
            return new Opened(new Speculation.ByDraftModel(draft, DRAFTED), draft);
        }
        return new Opened(
                furtherHeads
                        ? new Speculation.ByFurtherHeads()
                        : new Speculation.ByPromptLookup(promptLookup, LONGEST_MATCH),
                null);
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
