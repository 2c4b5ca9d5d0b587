package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.family.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which tensor of a folder belongs to which parameter of a model. */
final class FolderWeights {

    private static final String HEAD = "head.";

    private final HuggingFaceFolder files;
    private final ModelDescription description;
    private final boolean otherHead;
    private final Map<String, TensorInfo> unused = new HashMap<>();
    private final Map<String, String> tensorOfPath = new HashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private FolderWeights(HuggingFaceFolder files, ModelDescription description) {
        this.files = files;
        this.description = description;
        this.otherHead = !files.config().equals(description.config());
        files.tensors().forEach((name, info) -> unused.put(description.family().canonical(name), info));
    }

    /**
     * @param parameters of the model by path, not yet initialised
     * @throws InvalidInputException that names every tensor that is missing, unknown or of the wrong shape
     */
    static FolderWeights match(
            HuggingFaceFolder files, ModelDescription description, Map<String, Parameter> parameters) {
        FolderWeights weights = new FolderWeights(files, description);
        parameters.forEach(weights::assign);
        weights.reportUnused();
        if (!weights.problems.isEmpty()) {
            throw new InvalidInputException("the weights in " + files.path()
                    + " do not fit its config.json; use the files of one model:\n  "
                    + String.join("\n  ", weights.problems));
        }
        return weights;
    }

    private void assign(String path, Parameter parameter) {
        Family family = description.family();
        String canonical = family.canonical(family.tensorName(path, description.head()));
        List<Long> expected =
                Arrays.stream(parameter.getShape().getShape()).boxed().toList();
        TensorInfo found = unused.remove(canonical);
        if (found != null && found.shape().equals(expected)) {
            tensorOfPath.put(path, found.name());
        } else if (otherHead && path.startsWith(HEAD)) {
            missing.add(path);
        } else if (found == null) {
            problems.add("tensor " + canonical + " is missing but must be there with shape " + expected);
        } else {
            problems.add("tensor " + found.name() + " has shape " + found.shape() + " but must have " + expected);
        }
    }

    private void reportUnused() {
        unused.forEach((canonical, info) -> {
            if (!description.family().dispensable(canonical)) {
                problems.add("tensor " + info.name() + " with shape " + info.shape() + " belongs to no parameter of a "
                        + description.family().modelType() + " model as config.json describes it");
            }
        });
    }

    boolean has(String path) {
        return tensorOfPath.containsKey(path);
    }

    /** Paths of the parameters of a head that the folder's model does not have. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** Returns the tensor of a parameter that the folder {@link #has}; the manager owns it. */
    NDArray array(String path, NDManager manager, PretrainedModel.Use use) {
        String tensor = tensorOfPath.getOrDefault(path, path);
        return use == PretrainedModel.Use.INFERENCE ? files.array(tensor, manager) : files.copy(tensor, manager);
    }
}
