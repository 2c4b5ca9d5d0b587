package dev.jformers.training;

import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.model.TransformerConfig;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.tokenizer.WordPieceTokenizer;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.DataFingerprint;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.objective.Classification;
import dev.jformers.training.recipe.EvaluateStage;
import dev.jformers.training.recipe.Export;
import dev.jformers.training.recipe.ModelSource;
import dev.jformers.training.recipe.NewModel;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.recipe.Stage;
import dev.jformers.training.recipe.TrainStage;
import dev.jformers.training.trainer.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the model and at the data of every stage before the first one starts: what would stop the last stage is said at
 * once, not after hours, and nothing is written until all is well.
 */
final class RunChecks {

    private final Recipe recipe;
    private final long positions;
    private final Map<DataConfig, Dataset> read = new LinkedHashMap<>();

    private RunChecks(Recipe recipe, long positions) {
        this.recipe = recipe;
        this.positions = positions;
    }

    /**
     * @param pretrained the folder of the model before the first stage; null where that is a new one
     * @return which data the run will read
     * @throws InvalidInputException if model and data do not fit
     */
    static List<DataFingerprint> check(Recipe recipe, @Nullable Path pretrained) throws IOException {
        TransformerConfig model = describe(recipe.model(), pretrained).transformer();
        checkVocabulary(recipe.model(), pretrained, model.vocabularySize());
        checkExport(recipe, pretrained);
        RunChecks checks = new RunChecks(recipe, model.position().maxPositions());
        checks.checkStages();
        return checks.read.values().stream()
                .map(Dataset::fingerprint)
                .distinct()
                .toList();
    }

    /** A token id that has no embedding would end in native code. */
    private static void checkVocabulary(ModelSource source, @Nullable Path pretrained, long size) throws IOException {
        if (pretrained != null) {
            int tokens = Tokenizer.vocabularySize(pretrained);
            if (tokens > size) {
                throw new InvalidInputException("the tokenizer.json of " + pretrained + " has " + tokens
                        + " tokens but vocab_size in its config.json is " + size
                        + ": the model has no embeddings for the rest; use the tokenizer.json that belongs to the"
                        + " model, or take out the tokens that were added to it.");
            }
        } else if (source instanceof NewModel model) {
            int tokens = WordPieceTokenizer.ofVocabulary(model.vocab(), model.doLowerCase())
                    .tokens()
                    .size();
            if (tokens > size) {
                throw new InvalidInputException(model.vocab() + " has " + tokens
                        + " tokens, but model.config.vocab_size is " + size + "; set it to at least " + tokens + ".");
            }
        }
    }

    /** An export replaces what is in its place: that must not be the run, its model, or anything but an earlier export. */
    private static void checkExport(Recipe recipe, @Nullable Path pretrained) {
        Export export = recipe.export();
        if (export == null) {
            return;
        }
        Path target = export.path().toAbsolutePath().normalize();
        List<Path> kept = new ArrayList<>(List.of(recipe.outputDir()));
        if (pretrained != null) {
            kept.add(pretrained);
        }
        for (Path folder : kept) {
            if (folder.toAbsolutePath().normalize().startsWith(target)) {
                throw new InvalidInputException("export.path " + export.path() + " would replace " + folder
                        + "; name a folder of its own, such as "
                        + recipe.outputDir().resolve("export") + ".");
            }
        }
        if (Files.exists(target) && !Provenance.isOfExport(target)) {
            throw new InvalidInputException("export.path " + export.path()
                    + " exists and is no export of jformers; name another folder (--set export.path=...).");
        }
    }

    private static ModelDescription describe(ModelSource source, @Nullable Path pretrained) throws IOException {
        if (pretrained != null) {
            return ModelDescription.of(HuggingFaceFolder.open(pretrained));
        }
        return ModelDescription.of("model.config", ((NewModel) source).config());
    }

    private void checkStages() throws IOException {
        for (Stage stage : recipe.stages()) {
            if (stage instanceof TrainStage train) {
                checkLength(train.name(), train.maxLength());
                checkTraining(train);
            } else if (stage instanceof EvaluateStage evaluate) {
                checkLength(evaluate.name(), evaluate.maxLength());
                checkEvaluation(evaluate);
            }
        }
    }

    private void checkLength(String stage, int maxLength) {
        if (maxLength > positions) {
            throw new InvalidInputException("stage " + stage + ": max_length is " + maxLength + " but the model has "
                    + positions + " positions; use at most " + positions + ".");
        }
    }

    private void checkTraining(TrainStage stage) throws IOException {
        Dataset training = read(stage.train());
        DataConfig held = stage.validation();
        Dataset validation = held == null ? null : read(held);
        if (stage.objective() instanceof Classification classification) {
            checkLabels(classification, training, training);
            checkLabels(classification, training, validation);
        }
    }

    private void checkEvaluation(EvaluateStage stage) throws IOException {
        Dataset data = read(stage.data());
        for (Stage earlier : recipe.stages()) {
            if (earlier instanceof TrainStage train
                    && stage.models().contains(train.name())
                    && train.objective() instanceof Classification classification) {
                checkLabels(classification, read(train.train()), data);
            }
        }
    }

    private static void checkLabels(Classification objective, Dataset training, @Nullable Dataset data) {
        if (data != null) {
            objective.labelSet(training).ids(data);
        }
    }

    private Dataset read(DataConfig config) throws IOException {
        Dataset known = read.get(config);
        if (known == null) {
            known = Dataset.read(config);
            read.put(config, known);
        }
        return known;
    }
}
