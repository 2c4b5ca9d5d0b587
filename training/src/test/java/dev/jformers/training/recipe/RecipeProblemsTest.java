package dev.jformers.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recipe's author reads. */
final class RecipeProblemsTest {

    @TempDir
    private Path root;

    private RecipeFolder folder;

    @BeforeEach
    void writeModelAndData() {
        folder = RecipeFolder.in(root);
    }

    @Test
    void everyProblemOfAFileIsReportedAtOnceInItsOrder() {
        String yaml = """
                output_dir: ROOT/run
                seed: -3
                outputdir: x
                model:
                  type: pretraned
                  path: ROOT/model
                stages:
                  - type: train
                    name: pretrain
                    objective: {type: masked_lm, mlm_probability: 2}
                    train: {path: ROOT/text.txt, format: txt}
                    learning_rate: -1
                    learning_rat: 3
                    warmup_steps: 5
                    warmup_ratio: 0.5
                    warmup_steps: 6
                    warmup_steps: 7
                  - type: train
                    name: pretrain
                    from: pretrian
                    objective: {type: classification}
                    train: {path: ROOT/train.tsv}
                    validation: ROOT/train.tsv
                    learning_rate: "fast"
                    max_length: 012
                  - type: evaluat
                    name: evaluate
                  - 3
                  - type: evaluate
                    name: 3x
                    models: [pretrain, fine]
                export: {stage: fine-tune}
                """;
        String expected = """
                x.yaml:2: seed is -3 but must be 0 or greater.
                x.yaml:3: outputdir is not a known key; did you mean output_dir?
                x.yaml:5: model.type is "pretraned" but must be one of pretrained, new; did you mean pretrained?
                x.yaml:10: stages[0].objective.mlm_probability is 2 but must be greater than 0 and less than 1; BERT uses 0.15.
                x.yaml:11: stages[0].train.path is "text.txt" but must be a file that exists.
                x.yaml:11: stages[0].train.format is "txt" but must be one of csv, tsv, jsonl, text, paragraphs, document; did you mean text?
                x.yaml:12: stages[0].learning_rate is -1 but must be greater than 0; typical values are 1e-5 to 1e-3.
                x.yaml:13: stages[0].learning_rat is not a known key; did you mean learning_rate?
                x.yaml:15: stages[0].warmup_ratio is 0.5 but warmup_steps is given too (5); keep one of them.
                x.yaml:16: stages[0].warmup_steps is given twice, first on line 14; keep one of them.
                x.yaml:17: stages[0].warmup_steps is given twice, first on line 14; keep one of them.
                x.yaml:19: stages[1].name is "pretrain" but stages[0] has that name already; names are unique.
                x.yaml:20: stages[1].from is "pretrian" but must name an earlier train stage or initial; did you mean pretrain?
                x.yaml:22: stages[1].train.label_column is missing but classification needs labels; name their column, for example label_column: label.
                x.yaml:23: stages[1].validation is "train.tsv" but must be a mapping of keys to values.
                x.yaml:24: stages[1].learning_rate is "fast" but must be a number.
                x.yaml:25: stages[1].max_length is "012" but must be a whole number up to 2147483647; leave out the leading zeros.
                x.yaml:26: stages[2].type is "evaluat" but must be one of train, evaluate; did you mean evaluate?
                x.yaml:28: stages[3] is 3 but must be a mapping of keys to values.
                x.yaml:29: stages[4].data is missing but required: the data to measure on.
                x.yaml:30: stages[4].name is "3x" but must begin with a letter and have at most 64 letters, digits, hyphens and underscores.
                x.yaml:31: stages[4].models[0] is "pretrain" but that stage teaches no classification, which is what an evaluate stage measures; leave it out, and give that stage validation data, on which it measures itself.
                x.yaml:31: stages[4].models[1] is "fine" but must name an earlier train stage or initial; here: initial, pretrain.
                x.yaml:32: export.path is missing but required: the folder to write: configuration, weights and tokenizer as Hugging Face has them.
                x.yaml:32: export.stage is "fine-tune" but must name an earlier train stage or initial; here: initial, pretrain.""";

        assertEquals(expected, folder.problems(yaml));
    }

    @Test
    void problemsAreAlsoThereOneByOne() {
        String yaml = RecipeFolder.SOUND.replace("max_steps: 10", "max_steps: 0");

        RecipeException thrown = assertThrows(RecipeException.class, () -> folder.load(yaml));

        String file = root.resolve("x.yaml").toString();
        Problem expected = new Problem(file, 10, "stages[0].max_steps", "is 0 but must be greater than 0");
        assertEquals(List.of(expected), thrown.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "learning_rate: 1e-4 | learning_rate:",
                "learning_rate: 1e-4 | learning_rate: 1e999",
                "learning_rate: 1e-4 | learning_rate: .inf",
                "learning_rate: 1e-4 | learning_rate: 0x1p-3",
                "learning_rate: 1e-4 | learning_rate: 1f",
                "learning_rate: 1e-4 | learning_rate: [1]",
                "max_steps: 10 | max_steps: 2.5",
                "max_steps: 10 | max_steps: 1e999999999",
                "max_steps: 10 | max_steps: 2147483648",
                "max_steps: 10 | max_steps: 0x10",
                "max_steps: 10 | max_steps: true",
                "max_steps: 10 | group_by_length: 1",
                "max_steps: 10 | group_by_length: 'maybe'",
                "max_steps: 10 | lr_scheduler_type: linearly",
                "max_steps: 10 | eval_strategy: never",
                "max_steps: 10 | dropout: 1.0",
                "max_steps: 10 | adam_beta2: 1",
                "max_steps: 10 | weight_decay: -0.1",
                "max_steps: 10 | max_tokens_per_micro_batch: 127",
                "objective: {type: masked_lm} | objective: masked_lm",
                "objective: {type: masked_lm} | objective: {}",
                "objective: {type: masked_lm} | objective: {type: }",
                "objective: {type: masked_lm} | objective: {type: masked_lm, random_token_share: 0.3}",
                "objective: {type: classification} | objective: {type: classification, labels: [one]}",
                "objective: {type: classification} | objective: {type: classification, labels: one}",
                "objective: {type: classification} | objective: {type: classification, labels: [a, b, a]}",
                "name: evaluate | name: initial",
                "name: evaluate | name: a.b",
                "path: ROOT/model | path: ROOT/vocab.txt",
                "path: ROOT/model | path: ''",
                "name: evaluate | {name: evaluate, models: []}",
            })
    void oneWrongValueIsOneProblem(String sound, String wrong) {
        String yaml =
                RecipeFolder.SOUND.replace(sound, wrong.startsWith("{name") ? "name: evaluate\n    models: []" : wrong);

        RecipeException thrown = assertThrows(RecipeException.class, () -> folder.load(yaml));

        assertEquals(1, thrown.problems().size(), thrown::getMessage);
    }

    @Test
    void evaluationWithoutDataIsReportedWhereItIsAskedFor() {
        String asked = """
                max_steps: 10
                    eval_strategy: steps
                    load_best_model_at_end: true
                    metric_for_best_model: eval_loss\
                """;
        assertEquals("""
                x.yaml:6: stages[0].eval_steps is missing but eval_strategy is steps; add it, for example eval_steps: 100.
                x.yaml:11: stages[0].eval_strategy is steps but there is no data to evaluate on; add validation, or write eval_strategy: no.
                x.yaml:13: stages[0].metric_for_best_model is "eval_loss" but there is no data to measure it on; add validation, or leave the key out.""", folder.problemsWith("max_steps: 10", asked));
    }

    @Test
    void bestModelWithoutEvaluationIsReported() {
        String asked = "max_steps: 10\n    load_best_model_at_end: true\n    early_stopping_patience: 3";
        assertEquals("""
                x.yaml:11: stages[0].load_best_model_at_end is true but nothing is evaluated to tell the best; set eval_strategy to steps or epoch.
                x.yaml:12: stages[0].early_stopping_patience is 3 but nothing is evaluated to stop on; set eval_strategy to steps or epoch.""", folder.problemsWith("max_steps: 10", asked));
    }

    @Test
    void metricThatTheObjectiveDoesNotMeasureIsReported() {
        assertEquals(
                "x.yaml:16: stages[1].metric_for_best_model is \"eval_macro_f\" but must be one of eval_loss, eval_accuracy,"
                        + " eval_macro_f1; did you mean eval_macro_f1?",
                folder.problemsWith("learning_rate: 1e-4", "metric_for_best_model: eval_macro_f"));
    }

    @Test
    void evalStepsWithoutItsStrategyIsReported() {
        assertEquals(
                "x.yaml:16: stages[1].eval_steps is 100 but eval_strategy is epoch; write eval_strategy: steps.",
                folder.problemsWith("learning_rate: 1e-4", "eval_steps: 100"));
    }

    @Test
    void stageMayNotStartFromALaterOne() {
        assertEquals(
                "x.yaml:10: stages[0].from is \"fine-tune\" but must name an earlier train stage or initial; here: initial.",
                folder.problemsWith("max_steps: 10", "from: fine-tune"));
    }

    @Test
    void classifierIsEvaluatedOnLabels() {
        assertEquals(
                "x.yaml:19: stages[2].data.label_column is missing but classification needs labels; name their column, for"
                        + " example label_column: label.",
                folder.problemsWith(
                        "data: {path: ROOT/train.tsv, label_column: label}", "data: {path: ROOT/train.tsv}"));
    }

    @Test
    void dataThatSeveralModelsCannotUseAreReportedOnce() {
        String again = """
                  - type: train
                    name: again
                    objective: {type: classification}
                    train: {path: ROOT/train.tsv, label_column: label}
                """;
        String yaml = RecipeFolder.SOUND
                .replace("  - type: evaluate\n", again + "  - type: evaluate\n")
                .replace("name: evaluate", "name: evaluate\n    models: [initial, fine-tune, again]")
                .replace(
                        "data: {path: ROOT/train.tsv, label_column: label}",
                        "data: {path: ROOT/train.tsv, format: text}");
        assertEquals(
                "x.yaml:24: stages[3].data.format is text but classification needs labels, which plain text has not; use csv,"
                        + " tsv or jsonl.",
                folder.problems(yaml));
    }

    @Test
    void targetsAreRequiredWhereTextsAreProducedAndGivenOnce() {
        String objective = "objective: {type: masked_lm}\n    train: {path: ROOT/texts.txt";
        String produced = "objective: {type: sequence_to_sequence}\n    train: {path: ROOT/texts.txt";
        assertEquals(
                "x.yaml:9: stages[0].train.target_column is missing but sequence_to_sequence needs texts to produce; name their"
                        + " column, or the file of the other half of a parallel corpus in target_path.",
                folder.problemsWith(objective, produced));
        assertEquals(
                "x.yaml:9: stages[0].train.target_path is given beside target_column; keep one of them.",
                folder.problemsWith(objective, produced + ", target_column: b, target_path: ROOT/texts.txt"));
    }

    @Test
    void packingThatAnObjectiveCannotDoIsReported() {
        assertEquals(
                "x.yaml:8: stages[0].objective.packing is separate, but a row has one prefix; use none or continuous.",
                folder.problemsWith("{type: masked_lm}", "{type: prefix_lm, packing: separate}"));
        assertEquals(
                "x.yaml:8: stages[0].objective.packing is separate, which encoders cannot do; use none or continuous.",
                folder.problemsWith("{type: masked_lm}", "{type: span_corruption, packing: separate}"));
    }

    @Test
    void unknownKeyWithoutANearMissIsShownTheKeysThatThereAre() {
        assertEquals(
                "x.yaml:4: model.revision is not a known key; the keys here are type, path.",
                folder.problemsWith("  path: ROOT/model", "  revision: main\n  path: ROOT/model"));
        assertEquals(
                "x.yaml:10: stages[0].fp16 is not a known key; docs/configuration.md lists the keys.",
                folder.problemsWith("max_steps: 10", "fp16: true"));
    }

    @Test
    void stageThatCannotBeReadIsCheckedAllTheSame() {
        String yaml = """
                output_dir: ROOT/run
                model: {type: pretrained, path: ROOT/model}
                stages:
                  - type: train
                    objective: {type: masked}
                    warmup_steps: 5
                    warmup_ratio: 0.5
                    metric_for_best_model: eval_f1
                    validation: none
                """;
        assertEquals("""
                x.yaml:4: stages[0].name is missing but required: names the stage; unique, and the name of its folder under `output_dir`.
                x.yaml:4: stages[0].train is missing but required: the data to train on.
                x.yaml:5: stages[0].objective.type is "masked" but must be one of masked_lm, classification, autoregressive, prefix_lm, sequence_to_sequence, span_corruption; did you mean masked_lm?
                x.yaml:7: stages[0].warmup_ratio is 0.5 but warmup_steps is given too (5); keep one of them.
                x.yaml:9: stages[0].validation is "none" but must be a mapping of keys to values.""", folder.problems(yaml));
    }

    @Test
    void plainTextHasNoLabels() {
        assertEquals(
                "x.yaml:14: stages[1].train.format is text but classification needs labels, which plain text has not; use csv,"
                        + " tsv or jsonl.",
                folder.problemsWith(" train: {path: ROOT/train.tsv,", " train: {path: ROOT/train.tsv, format: text,"));
    }
}
