package dev.jformers.checkpoint.pytorch;

import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The pickle of a state dict, protocol 2: a dict from names to calls of {@code torch._utils._rebuild_tensor_v2}. Storage {@code i}
 * is that of tensor {@code i}.
 */
final class StateDictPickle {

    private static final Map<TensorType, String> STORAGES = Map.of(
            TensorType.BOOL, "BoolStorage",
            TensorType.U8, "ByteStorage",
            TensorType.I8, "CharStorage",
            TensorType.I16, "ShortStorage",
            TensorType.I32, "IntStorage",
            TensorType.I64, "LongStorage",
            TensorType.F16, "HalfStorage",
            TensorType.BF16, "BFloat16Storage",
            TensorType.F32, "FloatStorage",
            TensorType.F64, "DoubleStorage");

    private static final int BYTE = 0xff;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private StateDictPickle() {}

    static byte[] of(List<TensorInfo> tensors) {
        StateDictPickle pickle = new StateDictPickle();
        pickle.codes("\u0080\u0002}(");
        for (int i = 0; i < tensors.size(); i++) {
            pickle.text(tensors.get(i).name());
            pickle.tensor(tensors.get(i), Integer.toString(i));
        }
        pickle.codes("u.");
        return pickle.out.toByteArray();
    }

    /** {@code _rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks)}. */
    private void tensor(TensorInfo info, String key) {
        global("torch._utils", "_rebuild_tensor_v2");
        codes("((");
        text("storage");
        global("torch", storage(info));
        text(key);
        text("cpu");
        number(info.elements());
        codes("tQ");
        number(0);
        numbers(info.shape());
        numbers(strides(info.shape()));
        codes("\u0089");
        global("collections", "OrderedDict");
        codes(")RtR");
    }

    private static String storage(TensorInfo info) {
        String name = STORAGES.get(info.type());
        if (name == null) {
            throw new IllegalArgumentException("Tensor " + info.name() + " is " + info.type()
                    + ", for which PyTorch has no storage; write safetensors");
        }
        return name;
    }

    /** How far apart the elements of each axis lie, row by row. */
    private static List<Long> strides(List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(1, shape.get(axis));
        }
        return List.of(strides);
    }

    /** A tuple. */
    private void numbers(List<Long> values) {
        codes("(");
        values.forEach(this::number);
        codes("t");
    }

    private void number(long value) {
        if (value <= BYTE) {
            codes("K");
            out.write((int) value);
        } else if (value <= Integer.MAX_VALUE) {
            codes("J");
            out.writeBytes(littleEndian(Integer.BYTES).putInt((int) value).array());
        } else {
            codes("\u008a");
            out.write(Long.BYTES);
            out.writeBytes(littleEndian(Long.BYTES).putLong(value).array());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        codes("X");
        out.writeBytes(littleEndian(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private void global(String module, String name) {
        codes("c" + module + "\n" + name + "\n");
    }

    private void codes(String codes) {
        out.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
