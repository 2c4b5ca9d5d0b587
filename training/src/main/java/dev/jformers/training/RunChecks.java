package dev.jformers.training;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.recipe.EvaluateStage;
import dev.jformers.training.recipe.MisfitException;
import dev.jformers.training.recipe.ModelSource;
import dev.jformers.training.recipe.NewModel;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.recipe.Stage;
import dev.jformers.training.recipe.TrainStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the model and at the data of every stage before the first one starts: what would stop the last stage is said at
 * once, not after hours, and nothing is written until all is well.
 */
final class RunChecks {

    private static final String CONFIG = "model.config";

    private final Recipe recipe;
    private final RunData data = new RunData();

    private RunChecks(Recipe recipe) {
        this.recipe = recipe;
    }

    /**
     * @param pretrained the folder of the model before the first stage; null where that is a new one
     * @return the data, so that nothing is read twice
     * @throws MisfitException if keys of the recipe do not fit the model
     * @throws InvalidInputException if model and data do not fit
     */
    static RunData check(Recipe recipe, @Nullable Path pretrained) throws IOException {
        ModelDescription model = describe(recipe.model(), pretrained);
        checkVocabulary(recipe.model(), pretrained, model.transformer().vocabularySize());
        checkLengths(recipe.stages(), TextLimit.of("the model", model));
        RunChecks checks = new RunChecks(recipe);
        for (Stage stage : recipe.stages()) {
            checks.checkModel(stage, model);
            checks.checkData(stage);
        }
        return checks.data;
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
            int tokens = model.tokenizer().read().vocabularySize();
            if (tokens > size) {
                throw new MisfitException(Map.of(
                        "model.config.vocab_size",
                        "is " + size + " but model.tokenizer has " + tokens + " tokens; set it to at least " + tokens));
            }
        }
    }

    private static void checkLengths(List<Stage> stages, TextLimit limit) {
        Map<String, String> misfits = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            String key = "stages[" + i + "].max_length";
            limit.problem(stages.get(i).maxLength()).ifPresent(problem -> misfits.put(key, problem));
        }
        requireNone(misfits);
    }

    private static ModelDescription describe(ModelSource source, @Nullable Path pretrained) throws IOException {
        if (pretrained != null) {
            return ModelDescription.of(HuggingFaceFolder.open(pretrained));
        }
        JsonObject config = ((NewModel) source).config();
        ModelDescription model = ModelDescription.of(CONFIG, config);
        Map<String, String> misfits = new LinkedHashMap<>();
        ModelDescription.unknownKeys(CONFIG, config)
                .forEach((key, problem) -> misfits.put(CONFIG + "." + key, problem));
        requireNone(misfits);
        return model;
    }

    private static void requireNone(Map<String, String> misfits) {
        if (!misfits.isEmpty()) {
            throw new MisfitException(misfits);
        }
    }

    /** Whether the model can learn what a stage teaches; another head may be put on top on the way. */
    private void checkModel(Stage stage, ModelDescription model) {
        if (stage instanceof TrainStage train) {
            try {
                train.objective().checkModel(model);
            } catch (InvalidInputException e) {
                throw new InvalidInputException("stage " + stage.name() + ": " + e.getMessage(), e);
            }
        }
    }

    private void checkData(Stage stage) throws IOException {
        for (DataConfig config : stage.dataSets()) {
            Dataset examples = data.get(config);
            for (TrainStage training : trainings(stage)) {
                training.objective().checkExamples(data.get(training.train()), examples);
            }
        }
    }

    /** What a stage's data must fit: the training of the stage itself, or of the models that it evaluates. */
    private List<TrainStage> trainings(Stage stage) {
        return recipe.stages().stream()
                .filter(TrainStage.class::isInstance)
                .map(TrainStage.class::cast)
                .filter(train -> train.equals(stage)
                        || (stage instanceof EvaluateStage evaluate
                                && evaluate.models().contains(train.name())))
                .toList();
    }
}
