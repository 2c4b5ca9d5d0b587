package dev.jformers.checkpoint.gguf;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedFile;
import dev.jformers.checkpoint.MappedFile.Region;
import dev.jformers.checkpoint.TensorInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What stands before the tensors.
 *
 * @param tensors in the order of the file
 */
record GgufHeader(GgufMetadata metadata, List<GgufTensor> tensors) {

    private static final int MAGIC = 0x46554747;
    private static final int START_BYTES = 24;
    private static final int LEAST_ENTRY_BYTES = 13;
    private static final int LEAST_TENSOR_BYTES = 24;
    private static final int MAX_AXES = 4;

    static GgufHeader read(MappedFile file) throws IOException {
        Region region = new Region(0, Math.min(file.size(), Integer.MAX_VALUE));
        GgufReader reader = new GgufReader(
                Objects.requireNonNull(file.map(Map.of("the header", region)).get("the header"))
                        .slices()
                        .get(0),
                file.file().toString());
        requireVersion(file, reader);
        int tensorCount = reader.count(LEAST_TENSOR_BYTES, "tensors");
        GgufMetadata metadata = metadata(reader, file);
        List<Declared> declared = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tensorCount; i++) {
            Declared tensor = Declared.read(reader);
            if (!names.add(tensor.name())) {
                throw reader.invalid("there are two tensors named " + tensor.name());
            }
            declared.add(tensor);
        }
        long dataStart = alignUp(reader.position(), metadata.alignment());
        return new GgufHeader(
                metadata,
                declared.stream().map(tensor -> tensor.place(dataStart, file)).toList());
    }

    private static void requireVersion(MappedFile file, GgufReader reader) {
        if (file.size() < START_BYTES || reader.int32() != MAGIC) {
            throw new InvalidInputException(
                    file.file() + " does not begin with GGUF and a version; is it a GGUF file, and whole?");
        }
        int version = reader.int32();
        if (version != 2 && version != 3) {
            throw new InvalidInputException(file.file() + " is GGUF of version " + Integer.toUnsignedString(version)
                    + (Integer.reverseBytes(version) == 3 ? " in big-endian order" : "")
                    + " but can be read in versions 2 and 3, little-endian; convert the model anew");
        }
    }

    private static GgufMetadata metadata(GgufReader reader, MappedFile file) {
        int count = reader.count(LEAST_ENTRY_BYTES, "entries of metadata");
        Map<String, GgufValue> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = reader.text();
            if (values.put(key, GgufValue.read(reader, reader.int32())) != null) {
                throw reader.invalid("the metadata has the key " + key + " twice");
            }
        }
        return new GgufMetadata(file.file().toString(), Collections.unmodifiableMap(values));
    }

    private static long alignUp(long position, long alignment) {
        return (position + alignment - 1) / alignment * alignment;
    }

    /** A tensor as the header has it. */
    private record Declared(String name, List<Long> sizes, int type, long offset) {

        static Declared read(GgufReader reader) {
            String name = reader.text();
            int axes = reader.int32();
            if (axes < 0 || axes > MAX_AXES) {
                throw reader.invalid("tensor " + name + " has " + Integer.toUnsignedString(axes) + " axes but may have "
                        + MAX_AXES + " at most");
            }
            List<Long> sizes = new ArrayList<>();
            for (int axis = 0; axis < axes; axis++) {
                sizes.add(0, reader.int64());
            }
            return new Declared(name, List.copyOf(sizes), reader.int32(), reader.int64());
        }

        GgufTensor place(long dataStart, MappedFile file) {
            String where = file.file() + ": tensor " + name;
            GgmlType known = GgmlType.of(type)
                    .orElseThrow(
                            () -> new InvalidInputException(where + " has GGML type " + Integer.toUnsignedString(type)
                                    + " but can be read in " + List.of(GgmlType.values())
                                    + "; convert the model with one of these"));
            TensorInfo info = TensorInfo.checked(where, name, known.type(), sizes);
            long inRow = sizes.isEmpty() ? 1 : sizes.get(sizes.size() - 1);
            if (inRow % known.blockElements() != 0) {
                throw new InvalidInputException(where + ": rows of " + inRow + " elements do not divide into blocks of "
                        + known.blockElements() + ", as " + known + " has them");
            }
            long bytes = known.bytes(info.elements());
            if (offset < 0 || offset > file.size() || bytes > file.size()) {
                throw new InvalidInputException(where + " has " + bytes + " bytes at offset "
                        + Long.toUnsignedString(offset) + " but the file has " + file.size() + "; it is truncated or"
                        + " says so wrongly");
            }
            return new GgufTensor(info, known, new Region(dataStart + offset, dataStart + offset + bytes));
        }
    }
}
