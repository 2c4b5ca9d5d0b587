package dev.jformers.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.model.TransformerConfig;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model's input in a safetensors file, found to be one before anything native sees it. */
final class TensorInput {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final String POSITIONS = "position_ids";
    private static final String DECODER = "decoder_";
    private static final List<String> READ =
            List.of(IDS, MASK, TYPES, POSITIONS, DECODER + IDS, DECODER + MASK, DECODER + POSITIONS);

    private static final Set<TensorType> WHOLE =
            EnumSet.of(TensorType.I64, TensorType.I32, TensorType.I8, TensorType.U8);
    private static final Set<TensorType> MASKS =
            EnumSet.of(TensorType.I64, TensorType.I32, TensorType.I8, TensorType.U8, TensorType.BOOL, TensorType.F32);

    private final Safetensors file;

    /**
     * @param errors is told which tensors are of no use
     * @throws InvalidInputException if the file does not hold a model's input
     */
    TensorInput(Safetensors file, PrintWriter errors) {
        this.file = file;
        check(file.info(IDS), WHOLE);
        List.of(TYPES, POSITIONS, DECODER + IDS, DECODER + POSITIONS).forEach(name -> checkOptional(name, WHOLE));
        List.of(MASK, DECODER + MASK).forEach(name -> checkOptional(name, MASKS));
        List<String> ignored = file.tensors().keySet().stream()
                .filter(name -> !READ.contains(name))
                .toList();
        if (!ignored.isEmpty()) {
            errors.println("jformers forward: " + file.file() + ": ignored " + String.join(", ", ignored)
                    + "; read are " + String.join(", ", READ));
        }
    }

    /** Returns arrays that the manager owns, and on which a model of this config can run. */
    ModelInput read(NDManager manager, TransformerConfig config) {
        ModelInput input = new ModelInput(
                tokens("", manager), file.tensors().containsKey(DECODER + IDS) ? tokens(DECODER, manager) : null);
        try {
            input.check(config);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file.file() + ": " + e.getMessage(), e);
        }
        return input;
    }

    private TokenInput tokens(String prefix, NDManager manager) {
        NDArray ids = file.array(prefix + IDS, manager).toType(DataType.INT64, false);
        return new TokenInput(
                ids,
                prefix.isEmpty() ? whole(TYPES, manager) : null,
                optional(prefix + MASK, manager),
                whole(prefix + POSITIONS, manager),
                null,
                null);
    }

    private @Nullable NDArray whole(String name, NDManager manager) {
        NDArray array = optional(name, manager);
        return array == null ? null : array.toType(DataType.INT64, false);
    }

    private @Nullable NDArray optional(String name, NDManager manager) {
        return file.tensors().containsKey(name) ? file.array(name, manager) : null;
    }

    private void checkOptional(String name, Set<TensorType> types) {
        TensorInfo info = file.tensors().get(name);
        if (info != null) {
            check(info, types);
        }
    }

    private void check(TensorInfo info, Set<TensorType> types) {
        if (!types.contains(info.type())) {
            throw new InvalidInputException(
                    "%s: %s is %s but must be one of %s".formatted(file.file(), info.name(), info.type(), types));
        }
        if (info.shape().size() != 2 || info.elements() == 0) {
            throw new InvalidInputException("%s: %s has shape %s but must have [batch, seq], both at least 1"
                    .formatted(file.file(), info.name(), info.shape()));
        }
    }
}
