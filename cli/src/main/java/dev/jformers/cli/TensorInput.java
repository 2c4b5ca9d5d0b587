package dev.jformers.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.model.EncoderInput;
import dev.jformers.model.TransformerConfig;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An encoder's input in a safetensors file, found to be one before anything native sees it. */
final class TensorInput {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";

    private static final Set<TensorType> WHOLE =
            EnumSet.of(TensorType.I64, TensorType.I32, TensorType.I8, TensorType.U8);
    private static final Set<TensorType> MASKS =
            EnumSet.of(TensorType.I64, TensorType.I32, TensorType.I8, TensorType.U8, TensorType.BOOL, TensorType.F32);

    private final Safetensors file;

    /**
     * @param errors is told which tensors are of no use
     * @throws InvalidInputException if the file does not hold an encoder's input
     */
    TensorInput(Safetensors file, PrintWriter errors) {
        this.file = file;
        check(file.info(IDS), WHOLE);
        checkOptional(TYPES, WHOLE);
        checkOptional(MASK, MASKS);
        List<String> ignored = file.tensors().keySet().stream()
                .filter(name -> !Set.of(IDS, MASK, TYPES).contains(name))
                .toList();
        if (!ignored.isEmpty()) {
            errors.println("jformers forward: " + file.file() + ": ignored " + String.join(", ", ignored)
                    + "; read are " + String.join(", ", IDS, MASK, TYPES));
        }
    }

    /** Returns arrays that the manager owns, and on which a model of this config can run. */
    EncoderInput read(NDManager manager, TransformerConfig config) {
        NDArray ids = file.array(IDS, manager).toType(DataType.INT64, false);
        NDArray types = optional(TYPES, manager);
        EncoderInput input = new EncoderInput(
                ids, types == null ? null : types.toType(DataType.INT64, false), optional(MASK, manager));
        try {
            input.check(config);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file.file() + ": " + e.getMessage(), e);
        }
        return input;
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
