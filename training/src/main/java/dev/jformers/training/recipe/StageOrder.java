package dev.jformers.training.recipe;

import dev.jformers.NearMiss;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.objective.Classification;
import dev.jformers.training.objective.Objective;
import dev.jformers.training.recipe.Node.Mapping;
import dev.jformers.training.recipe.Node.Scalar;
import dev.jformers.training.recipe.Node.Sequence;
import dev.jformers.training.setting.KeyProblems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the stages of a tree in their order: checks the names by which stages speak of each other, and writes out what
 * they leave to be derived. It works on the tree, so that one stage that cannot be read spoils no check of another.
 */
final class StageOrder {

    private final Problems problems;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<String> models = new ArrayList<>(List.of(Recipe.INITIAL));
    private final Map<String, Objective> objectives = new HashMap<>();

    StageOrder(Problems problems) {
        this.problems = problems;
    }

    /** Returns the tree with every derived value written out. */
    Mapping resolve(Mapping root) {
        Mapping resolved = root;
        if (root.get("stages") instanceof Sequence stages) {
            Sequence written = stages;
            for (int index = 0; index < stages.items().size(); index++) {
                if (stages.items().get(index) instanceof Mapping stage) {
                    written = written.with(index, stage(stage, "stages[" + index + "]"));
                }
            }
            resolved = resolved.with("stages", written);
        }
        if (root.get("export") instanceof Mapping export) {
            Mapping written = derive(export, "stage", last());
            checkModel(written.get("stage"), "export.stage");
            resolved = resolved.with("export", written);
        }
        return resolved;
    }

    private Mapping stage(Mapping stage, String path) {
        checkName(stage, path);
        String type = stage.text(Key.TYPE);
        if ("train".equals(type)) {
            return train(stage, path);
        }
        return "evaluate".equals(type) ? evaluate(stage, path) : stage;
    }

    private Mapping train(Mapping stage, String path) {
        Mapping written = derive(stage, "from", last());
        checkModel(written.get("from"), path + ".from");
        boolean validated = stage.has("validation");
        written = derive(written, "eval_strategy", validated ? "epoch" : "no");
        written = validated ? derive(written, "metric_for_best_model", "eval_loss") : written;
        String name = stage.text("name");
        if (name != null && !models.contains(name)) {
            models.add(name);
        }
        if (name != null
                && stage.get("objective") instanceof Mapping mapping
                && new RecordBinder(new Problems()).bind(Objective.class, mapping, "") instanceof Objective objective) {
            objectives.putIfAbsent(name, objective);
        }
        return written;
    }

    private Mapping evaluate(Mapping stage, String path) {
        Mapping written = stage.has("models")
                ? stage
                : stage.with("models", new Sequence(stage.at(), List.of(Scalar.of(stage.at(), last()))));
        if (written.get("models") instanceof Sequence evaluated) {
            for (int index = 0; index < evaluated.items().size(); index++) {
                Node model = evaluated.items().get(index);
                checkModel(model, path + ".models[" + index + "]");
                checkClassifies(model, path + ".models[" + index + "]");
            }
            checkData(stage, path, evaluated);
        }
        return written;
    }

    private void checkName(Mapping stage, String path) {
        String name = stage.text("name");
        if (name == null) {
            return;
        }
        Location at = stage.locate("name");
        if (name.equals(Recipe.INITIAL)) {
            problems.add(
                    at,
                    path + ".name",
                    "is \"initial\", which already names the model as model gives it; choose another");
        }
        String first = names.putIfAbsent(name, path);
        if (first != null) {
            problems.add(
                    at,
                    path + ".name",
                    "is \"" + name + "\" but " + first + " has that name already; names are unique");
        }
    }

    private void checkModel(@Nullable Node model, String path) {
        if (model instanceof Scalar scalar && scalar.text() != null && !models.contains(scalar.text())) {
            String rule = "must name an earlier train stage or initial";
            String hint = NearMiss.hintOr(scalar.text(), models, "; here: " + String.join(", ", models));
            problems.add(scalar.at(), path, "is " + scalar.shown() + " but " + rule + hint);
        }
    }

    /** An evaluation counts labels. */
    private void checkClassifies(Node model, String path) {
        Objective taught = model instanceof Scalar scalar ? objectives.get(scalar.text()) : null;
        if (taught != null && !(taught instanceof Classification)) {
            String rule = "that stage teaches no classification, which is what an evaluate stage measures";
            String remedy = "leave it out, and give that stage validation data, on which it measures itself";
            problems.add(model.at(), path, "is " + model.shown() + " but " + rule + "; " + remedy);
        }
    }

    /** What the data lack for one of the models; said once, for the first model that needs it. */
    private void checkData(Mapping stage, String path, Sequence evaluated) {
        Problems unread = new Problems();
        if (!(stage.get("data") instanceof Mapping mapping)
                || !(new RecordBinder(unread).bind(DataConfig.class, mapping, "") instanceof DataConfig data)) {
            return;
        }
        Set<String> said = new HashSet<>();
        KeyProblems lacking = new KeyProblems(unread.keys(), (key, message) -> {
            if (said.add(key)) {
                problems.add(stage.locate("data." + key), path + ".data." + key, message);
            }
        });
        for (Node model : evaluated.items()) {
            Objective objective = model instanceof Scalar scalar ? objectives.get(scalar.text()) : null;
            if (objective != null) {
                objective.checkData(data, lacking);
            }
        }
    }

    private String last() {
        return models.get(models.size() - 1);
    }

    private static Mapping derive(Mapping mapping, String key, String value) {
        return mapping.has(key) ? mapping : mapping.with(key, Scalar.of(mapping.at(), value));
    }
}
