package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.jformers.checkpoint.FloatType;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.family.StoredTensor;
import dev.jformers.layer.TypedBlock;
import dev.jformers.model.TransformerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which tensor of a folder belongs to which parameter of a model. */
final class FolderWeights {

    private static final String HEAD = "head.";

    private final HuggingFaceFolder files;
    private final ModelDescription description;
    private final boolean otherHead;
    private final PretrainedModel.Use use;
    private final Map<String, TensorInfo> present = new HashMap<>();
    private final Map<String, TensorInfo> unused;
    private final Map<String, Found> tensorOfPath = new HashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> wrongTypes = new ArrayList<>();

    private record Found(String tensor, StoredTensor place) {}

    private FolderWeights(HuggingFaceFolder files, ModelDescription description, PretrainedModel.Use use) {
        this.files = files;
        this.use = use;
        this.description = description;
        this.otherHead = !files.config().equals(description.config());
        files.tensors().forEach((name, info) -> present.put(description.names().canonical(name), info));
        this.unused = new HashMap<>(present);
    }

    /**
     * @param parameters of the model by path, not yet initialised
     * @throws InvalidInputException that names every tensor that is missing, unknown, of the wrong shape or of no floats
     */
    static FolderWeights match(
            HuggingFaceFolder files,
            ModelDescription description,
            PretrainedModel.Use use,
            Map<String, Parameter> parameters) {
        FolderWeights weights = new FolderWeights(files, description, use);
        parameters.forEach(weights::assign);
        weights.reportUnused();
        if (!weights.problems.isEmpty()) {
            throw new InvalidInputException("the weights in " + files.path()
                    + " do not fit its config.json; use the files of one model:\n  "
                    + String.join("\n  ", weights.problems));
        }
        weights.requireFloats();
        return weights;
    }

    /**
     * Holds where there may be a tensor for each expert that the config speaks of; without, so many would be built only to be
     * missed.
     *
     * @throws InvalidInputException if there are more experts than tensors
     */
    static void requireExperts(HuggingFaceFolder files, TransformerConfig transformer) {
        long experts = transformer.stacks().last().layers().stream()
                .mapToLong(layer -> layer.feedForward().experts())
                .sum();
        int tensors = files.tensors().size();
        if (experts > tensors) {
            throw new InvalidInputException("the weights in " + files.path() + " do not fit its config.json, which has "
                    + experts + " experts in all layers together: there are " + tensors
                    + " tensors; use the files of one model.");
        }
    }

    private void assign(String path, Parameter parameter) {
        StoredTensor place = description.names().canonicalPlace(path);
        List<Long> expected = place.shape(
                Arrays.stream(parameter.getShape().getShape()).boxed().toList());
        TensorInfo found = present.get(place.name());
        unused.remove(place.name());
        if (found == null && !TypedBlock.isLearned(parameter)) {
            return; // it has its value without a file
        }
        if (found != null && found.shape().equals(expected)) {
            tensorOfPath.put(path, new Found(found.name(), place));
            if (!FloatType.isFloat(found.type())) {
                wrongTypes.add("tensor " + found.name() + " has the type " + found.type());
            }
        } else if (path.startsWith(HEAD) && mayBeNew(found)) {
            missing.add(path);
        } else if (found == null) {
            problems.add("tensor " + place.name() + " is missing but must be there with shape " + expected);
        } else {
            problems.add("tensor " + found.name() + " has shape " + found.shape() + " but must have " + expected);
        }
    }

    private void requireFloats() {
        if (!wrongTypes.isEmpty()) {
            throw new InvalidInputException("the weights in " + files.path()
                    + " are not numbers to compute with, which are F32, F16, BF16 or F64; take the model's files that are"
                    + " not quantised, or convert these tensors:\n  " + String.join("\n  ", wrongTypes));
        }
    }

    /** Weights without the head that their config names are common where only vectors of texts were wanted. */
    private boolean mayBeNew(@Nullable TensorInfo found) {
        return otherHead || (found == null && use == PretrainedModel.Use.TRAINING);
    }

    private void reportUnused() {
        unused.forEach((canonical, info) -> {
            if (!description.names().isDispensable(canonical)) {
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

    /** Returns the array of a parameter that the folder {@link #has}; the manager owns it. */
    NDArray array(String path, NDManager manager) {
        Found found = Objects.requireNonNull(tensorOfPath.get(path));
        if (!found.place().isPlain()) {
            return converted(found, manager);
        }
        return use == PretrainedModel.Use.INFERENCE
                ? files.array(found.tensor(), manager)
                : files.copy(found.tensor(), manager);
    }

    private NDArray converted(Found found, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray array =
                    found.place().read(files.array(found.tensor(), scope)).duplicate();
            array.attach(manager);
            return array;
        }
    }
}
