package dev.jformers.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.model.ModelInput;
import dev.jformers.model.Permutation;
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
    private static final String PREFIX = "prefix_lengths";
    private static final String DECODER = "decoder_";

    private static final Set<TensorType> WHOLE =
            EnumSet.of(TensorType.I64, TensorType.I32, TensorType.I8, TensorType.U8);
    private static final Set<TensorType> MASKS =
            EnumSet.of(TensorType.I64, TensorType.I32, TensorType.I8, TensorType.U8, TensorType.BOOL, TensorType.F32);
    private static final List<String> ROWS = List.of("batch", "seq");

    private static final List<Rule> RULES = List.of(
            new Rule(IDS, WHOLE, ROWS),
            new Rule(MASK, MASKS, ROWS),
            new Rule(TYPES, WHOLE, ROWS),
            new Rule(POSITIONS, WHOLE, ROWS),
            new Rule(PREFIX, WHOLE, List.of("batch")),
            new Rule(PermutationInput.HIDES, MASKS, List.of("batch", "seq", "seq")),
            new Rule(PermutationInput.MAPPING, MASKS, List.of("batch", "targets", "seq")),
            new Rule(DECODER + IDS, WHOLE, ROWS),
            new Rule(DECODER + MASK, MASKS, ROWS),
            new Rule(DECODER + POSITIONS, WHOLE, ROWS));

    /**
     * What a tensor must be.
     *
     * @param types what its values may be
     * @param axes what its axes are called
     */
    private record Rule(String name, Set<TensorType> types, List<String> axes) {}

    private final Safetensors file;

    /**
     * @param errors is told which tensors are of no use
     * @throws InvalidInputException if the file does not hold a model's input
     */
    TensorInput(Safetensors file, PrintWriter errors) {
        this.file = file;
        file.info(IDS);
        RULES.forEach(this::check);
        List<String> read = RULES.stream().map(Rule::name).toList();
        List<String> ignored = file.tensors().keySet().stream()
                .filter(name -> !read.contains(name))
                .toList();
        if (!ignored.isEmpty()) {
            errors.println("jformers forward: " + file.file() + ": ignored " + String.join(", ", ignored)
                    + "; read are " + String.join(", ", read));
        }
    }

    /** Returns arrays that the manager owns, and on which a model of this config can run. */
    ModelInput read(NDManager manager, TransformerConfig config) {
        try {
            TokenInput tokens = tokens("", manager);
            Permutation order = permutation(manager).read(tokens.ids(), manager);
            ModelInput input = new ModelInput(
                    order == null ? tokens : tokens.withPermutation(order),
                    file.tensors().containsKey(DECODER + IDS) ? tokens(DECODER, manager) : null);
            input.check(config);
            return input;
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file.file() + ": " + e.getMessage(), e);
        }
    }

    private PermutationInput permutation(NDManager manager) {
        return new PermutationInput(
                optional(PermutationInput.HIDES, manager), optional(PermutationInput.MAPPING, manager));
    }

    private TokenInput tokens(String side, NDManager manager) {
        NDArray ids = file.array(side + IDS, manager).toType(DataType.INT64, false);
        return new TokenInput(
                ids,
                side.isEmpty() ? whole(TYPES, manager) : null,
                optional(side + MASK, manager),
                whole(side + POSITIONS, manager),
                null,
                side.isEmpty() ? whole(PREFIX, manager) : null);
    }

    private @Nullable NDArray whole(String name, NDManager manager) {
        NDArray array = optional(name, manager);
        return array == null ? null : array.toType(DataType.INT64, false);
    }

    private @Nullable NDArray optional(String name, NDManager manager) {
        return file.tensors().containsKey(name) ? file.array(name, manager) : null;
    }

    private void check(Rule rule) {
        TensorInfo info = file.tensors().get(rule.name());
        if (info == null) {
            return;
        }
        if (!rule.types().contains(info.type())) {
            throw new InvalidInputException("%s: %s is %s but must be one of %s"
                    .formatted(file.file(), info.name(), info.type(), rule.types()));
        }
        if (info.shape().size() != rule.axes().size() || info.elements() == 0) {
            throw new InvalidInputException("%s: %s has shape %s but must have %s, each at least 1"
                    .formatted(file.file(), info.name(), info.shape(), rule.axes()));
        }
    }
}
