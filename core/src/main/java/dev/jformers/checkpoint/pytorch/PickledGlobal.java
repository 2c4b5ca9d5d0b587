package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.TensorType;
import java.util.Map;

/** What a pickle may name: nothing but what tensors are made of. */
sealed interface PickledGlobal {

    /**
     * @param where begins the message
     * @throws InvalidInputException that gives the name, if it is no part of a tensor
     */
    static PickledGlobal of(String module, String name, String where) {
        String full = module + "." + name;
        PickledGlobal found = Names.ALL.get(full);
        if (found == null) {
            throw new InvalidInputException(where + " asks for " + Names.printable(full)
                    + ", which is no part of a tensor, so the file is not read; if you trust its author, load it in"
                    + " Python and save its state_dict() with torch.save");
        }
        return found;
    }

    /** Something that may be called with arguments. */
    enum Function implements PickledGlobal {
        ORDERED_DICT,
        REBUILD_TENSOR_V2,
        REBUILD_TENSOR_V3,
        REBUILD_PARAMETER,
        SIZE
    }

    /** The class of a storage, which says of what its elements are. */
    record StorageClass(TensorType type) implements PickledGlobal {}

    /** The type of a tensor's elements where its storage does not say it. */
    record ElementType(TensorType type) implements PickledGlobal {}

    /** Every name that is allowed. */
    final class Names {

        private static final int LONGEST = 80;

        private static final Map<String, PickledGlobal> ALL = Map.ofEntries(
                Map.entry("collections.OrderedDict", Function.ORDERED_DICT),
                Map.entry("torch._utils._rebuild_tensor_v2", Function.REBUILD_TENSOR_V2),
                Map.entry("torch._utils._rebuild_tensor_v3", Function.REBUILD_TENSOR_V3),
                Map.entry("torch._utils._rebuild_parameter", Function.REBUILD_PARAMETER),
                Map.entry("torch.Size", Function.SIZE),
                Map.entry("torch.BoolStorage", new StorageClass(TensorType.BOOL)),
                Map.entry("torch.ByteStorage", new StorageClass(TensorType.U8)),
                Map.entry("torch.CharStorage", new StorageClass(TensorType.I8)),
                Map.entry("torch.ShortStorage", new StorageClass(TensorType.I16)),
                Map.entry("torch.IntStorage", new StorageClass(TensorType.I32)),
                Map.entry("torch.LongStorage", new StorageClass(TensorType.I64)),
                Map.entry("torch.HalfStorage", new StorageClass(TensorType.F16)),
                Map.entry("torch.BFloat16Storage", new StorageClass(TensorType.BF16)),
                Map.entry("torch.FloatStorage", new StorageClass(TensorType.F32)),
                Map.entry("torch.DoubleStorage", new StorageClass(TensorType.F64)),
                Map.entry("torch.ComplexFloatStorage", new StorageClass(TensorType.C64)),
                Map.entry("torch.storage.UntypedStorage", new StorageClass(TensorType.U8)),
                Map.entry("torch.uint16", new ElementType(TensorType.U16)),
                Map.entry("torch.uint32", new ElementType(TensorType.U32)),
                Map.entry("torch.uint64", new ElementType(TensorType.U64)),
                Map.entry("torch.float8_e5m2", new ElementType(TensorType.F8_E5M2)),
                Map.entry("torch.float8_e4m3fn", new ElementType(TensorType.F8_E4M3)),
                Map.entry("torch.float8_e8m0fnu", new ElementType(TensorType.F8_E8M0)),
                Map.entry("torch.float8_e4m3fnuz", new ElementType(TensorType.F8_E4M3FNUZ)),
                Map.entry("torch.float8_e5m2fnuz", new ElementType(TensorType.F8_E5M2FNUZ)));

        private Names() {}

        private static String printable(String name) {
            String shown = name.replaceAll("\\p{Cntrl}", "?");
            return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "...";
        }
    }
}
