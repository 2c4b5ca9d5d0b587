package dev.jformers.onnx;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.WireReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tensors of an ONNX file as views of it, or of the files beside it that hold external data. */
final class TensorReader {

    private static final int MAX_DIMS = 64;
    private static final int FLOAT = 1;
    private static final int EXTERNAL = 1;

    private final Path file;
    private final ExternalData external;

    TensorReader(Path file) {
        this.file = file;
        this.external = new ExternalData(file);
    }

    OnnxTensor read(WireReader message) throws IOException {
        Fields fields = new Fields();
        for (int field = message.next(); field != 0; field = message.next()) {
            fields.read(field, message);
        }
        return new OnnxTensor(fields.name, dims(fields), fields.dataType, data(fields));
    }

    private List<Long> dims(Fields fields) {
        if (fields.dims.size() > MAX_DIMS || fields.dims.stream().anyMatch(dim -> dim < 0)) {
            throw new InvalidInputException(
                    file + ": tensor " + fields.name + " has the impossible shape " + fields.dims);
        }
        return fields.dims;
    }

    private @Nullable ByteBuffer data(Fields fields) throws IOException {
        if (fields.location == EXTERNAL) {
            return external.read(fields.name, fields.external);
        }
        if (fields.raw != null) {
            return fields.raw;
        }
        if (fields.dataType == FLOAT) {
            return fields.floats;
        }
        boolean whole = !fields.integers.isEmpty() && fields.integers.size() <= OnnxTensor.MAX_INTEGERS;
        return fields.dataType == OnnxTensor.INT64 && whole ? OnnxTensor.littleEndian(fields.integers) : null;
    }

    /** Adds a value unless there are too many for the list to matter; then its length tells so. */
    static void addFew(List<Long> values, long value) {
        if (values.size() <= OnnxTensor.MAX_INTEGERS) {
            values.add(value);
        }
    }

    /** The fields of a tensor as they come. */
    private static final class Fields {

        private final List<Long> dims = new ArrayList<>();
        private final List<Long> integers = new ArrayList<>();
        private final Map<String, String> external = new HashMap<>();
        private String name = "";
        private int dataType;
        private long location;
        private @Nullable ByteBuffer raw;
        private @Nullable ByteBuffer floats;

        void read(int field, WireReader message) {
            switch (field) {
                case 1 -> message.integers(this::addDim);
                case 2 -> dataType = (int) message.integer();
                case 4 -> floats = message.content();
                case 7 -> message.integers(value -> addFew(integers, value));
                case 8 -> name = message.text();
                case 9 -> raw = message.content();
                case 13 -> readExternal(message.message());
                case 14 -> location = message.integer();
                default -> message.skip();
            }
        }

        private void addDim(long dim) {
            if (dims.size() <= MAX_DIMS) {
                dims.add(dim);
            }
        }

        private void readExternal(WireReader entry) {
            String key = "";
            String value = "";
            for (int field = entry.next(); field != 0; field = entry.next()) {
                switch (field) {
                    case 1 -> key = entry.text();
                    case 2 -> value = entry.text();
                    default -> entry.skip();
                }
            }
            external.put(key, value);
        }
    }
}
