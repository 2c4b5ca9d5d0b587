package dev.jformers.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonParser;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.objective.Classification;
import dev.jformers.training.objective.MaskedLm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read, what is filled in, what is overridden and what is written. */
final class RecipeTest {

    @TempDir
    private Path root;

    private RecipeFolder folder;

    @BeforeEach
    void writeModelAndData() {
        folder = RecipeFolder.in(root);
    }

    @Test
    void whatIsLeftOutIsFilledIn() {
        Recipe recipe = folder.load(RecipeFolder.SOUND);

        DataConfig texts = new DataConfig(root.resolve("texts.txt"), null, null, "text", null, null, null, null);
        assertEquals(
                new TrainStage(
                        "pretrain",
                        "initial",
                        new MaskedLm(0.15, 0.8, 0.1),
                        texts,
                        null,
                        128,
                        32,
                        64,
                        1,
                        4096,
                        true,
                        3.0,
                        10,
                        5e-5,
                        LearningRateSchedule.LINEAR,
                        0,
                        0.0,
                        0.0,
                        0.9,
                        0.999,
                        1e-8,
                        1.0,
                        null,
                        EvalStrategy.NO,
                        null,
                        500,
                        10,
                        2,
                        false,
                        null,
                        null,
                        0.0),
                recipe.stages().get(0));
        assertEquals(42, recipe.seed());
        assertNull(recipe.export());
    }

    @Test
    void whatIsLeftOutIsTakenFromEarlierStages() {
        Recipe recipe = folder.load(RecipeFolder.SOUND + "export: {path: ROOT/export}\n");

        TrainStage fineTune = (TrainStage) recipe.stages().get(1);
        assertEquals("pretrain", fineTune.from());
        assertEquals(EvalStrategy.EPOCH, fineTune.evalStrategy());
        assertEquals("eval_loss", fineTune.metricForBestModel());
        assertEquals(List.of("fine-tune"), ((EvaluateStage) recipe.stages().get(2)).models());
        assertEquals(new Export(root.resolve("export"), "fine-tune"), recipe.export());
    }

    @Test
    void evaluationWithoutTrainingMeasuresTheModelAsItIsGiven() {
        Recipe recipe = folder.load("""
                output_dir: ROOT/run
                model: {type: pretrained, path: ROOT/model}
                stages: [{type: evaluate, name: evaluate, data: {path: ROOT/train.tsv, label_column: label}}]
                """);

        assertEquals(List.of("initial"), ((EvaluateStage) recipe.stages().get(0)).models());
    }

    @Test
    void nullTakesTheLimitAwayThatIsTheDefault() {
        Recipe recipe = folder.load(RecipeFolder.SOUND, "stages.0.save_total_limit=null", "stages.1.save_total_limit=");

        assertNull(((TrainStage) recipe.stages().get(0)).saveTotalLimit());
        assertNull(((TrainStage) recipe.stages().get(1)).saveTotalLimit());
    }

    @Test
    void overridesTakeTheFilesPlace() {
        Recipe recipe = folder.load(
                RecipeFolder.SOUND,
                "seed=7",
                "seed=8",
                "stages.0.max_steps=20",
                "stages.fine-tune.learning_rate=3e-5",
                "stages.fine-tune.train.columns=[label, text]",
                "export.path=" + root.resolve("a=b"));

        assertEquals(8, recipe.seed());
        assertEquals(20, ((TrainStage) recipe.stages().get(0)).maxSteps());
        TrainStage fineTune = (TrainStage) recipe.stages().get(1);
        assertEquals(3e-5, fineTune.learningRate());
        assertEquals(List.of("label", "text"), fineTune.train().columns());
        assertEquals(new Export(root.resolve("a=b"), "fine-tune"), recipe.export());
    }

    @Test
    void problemOfAnOverrideNamesTheOverride() {
        assertEquals(
                """
                --set stages.pretran.max_steps=3: stages has no item pretran; did you mean pretrain?
                --set stages.7.max_steps=3: stages has no item 7; it has pretrain, fine-tune, evaluate.
                --set seed.x=3: seed is 42 and has no key x.
                --set foo: is not written as key=value, for example stages.0.max_steps=10.
                --set stages=[1: is not YAML: while parsing a flow sequence, expected ',' or ']', but got <stream end>.
                --set a.b=c: a is not a known key; the keys here are output_dir, seed, model, stages, export.
                --set stages.0.max_stps=10: stages[0].max_stps is not a known key; did you mean max_steps?
                --set stages.1.learning_rate=fast: stages[1].learning_rate is "fast" but must be a number.""",
                folder.problems(
                        "seed: 42\n" + RecipeFolder.SOUND,
                        "a.b=c",
                        "stages.0.max_stps=10",
                        "stages.pretran.max_steps=3",
                        "stages.7.max_steps=3",
                        "seed.x=3",
                        "foo",
                        "stages=[1",
                        "stages.1.learning_rate=fast"));
    }

    @Test
    void configOfANewModelKeepsItsTypes() {
        String config = "{model_type: bert, hidden_size: 128, layer_norm_eps: 1e-12, hidden_dropout_prob: 0.1,"
                + " tie: true, id2label: {0: \"1\", 1: no}, pruned_heads: [1, 2.5], pad: null}";

        NewModel model = (NewModel) folder.load(newModel(config)).model();

        String json = "{'model_type': 'bert', 'hidden_size': 128, 'layer_norm_eps': 1e-12, 'hidden_dropout_prob': 0.1,"
                + " 'tie': true, 'id2label': {'0': '1', '1': 'no'}, 'pruned_heads': [1, 2.5], 'pad': null}";
        assertEquals(JsonParser.parseString(json.replace('\'', '"')), model.config());
    }

    @Test
    void configOfANewModelCannotBeChangedFromOutside() {
        NewModel model = (NewModel) folder.load(newModel("{model_type: bert}")).model();

        model.config().addProperty("model_type", "gpt2");

        assertEquals("bert", model.config().get("model_type").getAsString());
    }

    @Test
    void writtenRecipeReadsBackEqual() {
        Recipe recipe = folder.load(RecipeFolder.SOUND + "export: {path: ROOT/export}\n");

        Recipe again = folder.load(recipe.toYaml());

        assertEquals(recipe, again);
        assertEquals(recipe.toYaml(), again.toYaml());
        assertFalse(recipe.toYaml().contains("!"), "no YAML tags");
    }

    @Test
    void textsThatYamlCouldMisreadAreWrittenSafely() {
        List<String> labels = List.of(
                "no",
                "yes",
                "null",
                "~",
                "1",
                "1e5",
                "007",
                "0x1f",
                "a: b",
                "- a",
                "# c",
                "a #b",
                "*x",
                "&x",
                "!t",
                "'",
                "\"",
                "two\nlines",
                "tab\there",
                " space ",
                "",
                "\u00fcber",
                "\uD83D\uDE00",
                "a,b]",
                "{",
                "%",
                "@",
                "`",
                "|",
                ">",
                "? a",
                "true",
                ".inf",
                "2026-01-01",
                "\u0007",
                "\u2028",
                "line\n",
                "\n");
        Recipe sound = folder.load(RecipeFolder.SOUND);
        TrainStage stage = (TrainStage) sound.stages().get(1);
        Recipe recipe = new Recipe(sound.outputDir(), 1, sound.model(), List.of(labelled(stage, labels)), null);

        Recipe again = folder.load(recipe.toYaml());

        Classification objective = (Classification) ((TrainStage) again.stages().get(0)).objective();
        assertEquals(labels, objective.labels());
    }

    @Test
    void writtenConfigOfANewModelReadsBackEqual() {
        Recipe recipe =
                folder.load(newModel("{a: 1e-12, b: 12345678901, c: [], d: {}, e: \"12\", f: true, g: \"true\"}"));

        assertEquals(recipe, folder.load(recipe.toYaml()));
    }

    private static TrainStage labelled(TrainStage s, List<String> labels) {
        return new TrainStage(
                s.name(),
                "initial",
                new Classification(0.1, labels),
                s.train(),
                s.validation(),
                s.maxLength(),
                s.perDeviceTrainBatchSize(),
                s.perDeviceEvalBatchSize(),
                s.gradientAccumulationSteps(),
                s.maxTokensPerMicroBatch(),
                s.groupByLength(),
                s.numTrainEpochs(),
                s.maxSteps(),
                1e22,
                s.lrSchedulerType(),
                s.warmupSteps(),
                s.warmupRatio(),
                s.weightDecay(),
                s.adamBeta1(),
                s.adamBeta2(),
                s.adamEpsilon(),
                s.maxGradNorm(),
                s.dropout(),
                s.evalStrategy(),
                s.evalSteps(),
                s.saveSteps(),
                s.loggingSteps(),
                s.saveTotalLimit(),
                s.loadBestModelAtEnd(),
                s.metricForBestModel(),
                s.earlyStoppingPatience(),
                s.earlyStoppingThreshold());
    }

    private static String newModel(String config) {
        return RecipeFolder.SOUND.replace(
                "  type: pretrained\n  path: ROOT/model",
                "  type: new\n  config: " + config + "\n  tokenizer: {type: word_piece, vocab: ROOT/vocab.txt}");
    }
}
