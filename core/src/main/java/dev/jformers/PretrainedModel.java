package dev.jformers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.family.StoredTensor;
import dev.jformers.layer.PackedWeights;
import dev.jformers.layer.Pass;
import dev.jformers.layer.Precision;
import dev.jformers.layer.TypedBlock;
import dev.jformers.model.DecodingSteps;
import dev.jformers.model.ModelInput;
import dev.jformers.model.ParameterPaths;
import dev.jformers.model.Trace;
import dev.jformers.model.TransformerConfig;
import dev.jformers.model.TransformerModel;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model with its weights in native memory. {@link #run} may be called from several threads at once. Close it to free the
 * weights; arrays that it returned stay with the manager of their input.
 */
public final class PretrainedModel implements AutoCloseable {

    private static final String SERVING_PROPERTIES = "serving.properties";

    private static final String SERVING = """
            engine=PyTorch
            option.hasParameter=false
            blockFactory=dev.jformers.serving.FolderBlockFactory
            translatorFactory=dev.jformers.serving.TextTranslatorFactory
            """;

    private final ModelDescription description;
    private final TransformerModel block;
    private final NDManager manager;
    private final ParameterStore store;
    private final List<String> newParameters;
    private final @Nullable PackedWeights packed;
    private final DecodingSteps steps;

    private PretrainedModel(
            ModelDescription description,
            TransformerModel block,
            NDManager manager,
            List<String> newParameters,
            @Nullable PackedWeights packed) {
        this.description = description;
        this.block = block;
        this.manager = manager;
        this.store = new ParameterStore(manager, false);
        this.newParameters = newParameters;
        this.packed = packed;
        this.steps = new DecodingSteps(manager, weights().values());
    }

    /**
     * The same model for inference alone, with weights packed for products of this precision when they are used first. Experts
     * are not packed. It shares all else with this model and lives no longer; closing it frees what it packed.
     *
     * @throws InvalidInputException if the model is not on a CPU
     */
    public PretrainedModel with(Precision precision) {
        if (manager.getDevice().isGpu()) {
            throw new InvalidInputException(
                    "precision is " + precision + " but weights are packed for CPUs only, and the model is on "
                            + manager.getDevice() + "; leave the precision out.");
        }
        NDManager owner = manager.newSubManager();
        return new PretrainedModel(description, block, owner, newParameters, new PackedWeights(owner, precision));
    }

    /**
     * Loads a folder's model to run it. Its weights are mapped from the file, not copied, where the device is a CPU.
     *
     * @throws InvalidInputException if a file is missing or breaks a rule, or tensors and config do not fit
     */
    public static PretrainedModel load(Path folder, Device device) throws IOException {
        HuggingFaceFolder files = HuggingFaceFolder.open(folder);
        return load(files, ModelDescription.of(files), Use.INFERENCE, device);
    }

    /**
     * Loads a folder's weights into a model that may have another head than the folder's; the parameters of a head that the
     * folder lacks start at random (see {@link #newTensors}). A model that is to run with the folder's own head needs all of it.
     *
     * @throws InvalidInputException if tensors and config do not fit
     * @throws UncheckedIOException with an {@link InterruptedIOException} if the thread is interrupted meanwhile
     */
    public static PretrainedModel load(HuggingFaceFolder files, ModelDescription description, Use use, Device device) {
        FolderWeights.requireExperts(files, description.transformer());
        TransformerModel block = new TransformerModel(description.transformer(), description.head());
        Map<String, Parameter> parameters = ParameterPaths.of(block);
        FolderWeights weights = FolderWeights.match(files, description, use, parameters);
        parameters.forEach((path, parameter) -> {
            if (weights.has(path)) {
                parameter.setInitializer((owner, shape, type) -> {
                    requireUninterrupted(files.path());
                    return weights.array(path, owner);
                });
            }
        });
        return initialize(description, block, use, device, weights.missing());
    }

    private static void requireUninterrupted(Path folder) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UncheckedIOException(
                    new InterruptedIOException("interrupted while the weights of " + folder + " were loaded"));
        }
    }

    /** A model whose weights all start at random, by the engine's random state and as its family has it. */
    public static PretrainedModel random(ModelDescription description, Use use, Device device) {
        TransformerModel block = new TransformerModel(description.transformer(), description.head());
        return initialize(
                description,
                block,
                use,
                device,
                List.copyOf(ParameterPaths.of(block).keySet()));
    }

    private static PretrainedModel initialize(
            ModelDescription description, TransformerModel block, Use use, Device device, List<String> newParameters) {
        Map<String, Parameter> parameters = ParameterPaths.of(block);
        for (String path : newParameters) {
            Parameter parameter = Objects.requireNonNull(parameters.get(path));
            if (TypedBlock.startsNormal(parameter)) {
                parameter.setInitializer(description.initializer(path));
            }
        }
        NDManager manager = Torch.newManager(device);
        try {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
            block.freezeParameters(true);
            clearPadding(description.transformer(), parameters, newParameters);
            block.freezeParameters(use == Use.INFERENCE, TypedBlock::isLearned);
            return new PretrainedModel(description, block, manager, newParameters, null);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** The vectors of padding, which no training changes, start at 0. */
    private static void clearPadding(
            TransformerConfig config, Map<String, Parameter> parameters, List<String> newParameters) {
        for (String path : newParameters) {
            long row = config.paddingRow(path);
            if (row >= 0) {
                Objects.requireNonNull(parameters.get(path)).getArray().set(new NDIndex(row), 0);
            }
        }
    }

    public ModelDescription description() {
        return description;
    }

    public TransformerModel block() {
        return block;
    }

    /** Owns the weights, or those that are packed. */
    public NDManager manager() {
        return manager;
    }

    /** Names of the tensors that no file had, and that started at random: {@code classifier.weight} ... */
    public List<String> newTensors() {
        return newParameters.stream()
                .map(path -> description.place(path).name())
                .distinct()
                .toList();
    }

    /** The weights by path; owned by the model. */
    public Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        ParameterPaths.of(block).forEach((path, parameter) -> weights.put(path, parameter.getArray()));
        return weights;
    }

    /** How exactly linear maps are computed in inference. */
    public Precision precision() {
        return packed == null ? Precision.FLOAT32 : packed.precision();
    }

    /** A forward pass over this model's parameters, on its device. */
    public Pass pass(boolean training) {
        Pass pass = new Pass(store, manager.getDevice(), training);
        return packed == null || training ? pass : pass.with(packed);
    }

    /** Passes of its decoder over one more token. */
    DecodingSteps steps() {
        return steps;
    }

    /**
     * @param trace takes hidden states and attention weights; null where nobody asks for them
     * @return the head's outputs by Hugging Face's names; they belong to the input's manager
     */
    public NDList run(ModelInput input, @Nullable Trace trace) {
        return block.run(pass(false), input, trace);
    }

    /**
     * The files of this model as Hugging Face has them, config.json and model.safetensors, and a serving.properties by which
     * DJL's {@code Criteria}, told to look there by a {@code DeferredTranslatorFactory}, load the folder where {@code
     * jformers-serving} is on the class path.
     *
     * @return a writer to which a tokenizer can be added
     */
    public HuggingFaceFolderWriter files() {
        Map<String, List<StoredTensor>> places = new LinkedHashMap<>();
        Map<String, List<NDArray>> arrays = new LinkedHashMap<>();
        weights().forEach((path, array) -> {
            StoredTensor place = description.place(path);
            places.computeIfAbsent(place.name(), name -> new ArrayList<>()).add(place);
            arrays.computeIfAbsent(place.name(), name -> new ArrayList<>()).add(array);
        });
        SafetensorsWriter tensors = new SafetensorsWriter();
        places.forEach((name, parts) ->
                tensors.add(name, StoredTensor.write(parts, Objects.requireNonNull(arrays.get(name)), manager)));
        return new HuggingFaceFolderWriter(description.config(), tensors)
                .file(SERVING_PROPERTIES, path -> Files.writeString(path, SERVING));
    }

    @Override
    public void close() {
        manager.close();
    }

    /** What weights are loaded for. */
    public enum Use {
        /** Weights stay where the file is mapped, and no gradients are recorded. */
        INFERENCE,
        /** Weights are copied, to be changed, and gradients are recorded. */
        TRAINING
    }
}
