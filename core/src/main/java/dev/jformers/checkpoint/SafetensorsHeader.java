package dev.jformers.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a safetensors file, found to be true: the tensors fill the rest of the file without gap or overlap.
 *
 * @param dataStart where in the file the first tensor begins
 * @param tensors by name, in the order of their bytes
 * @param metadata the texts under {@code __metadata__}
 */
record SafetensorsHeader(long dataStart, Map<String, TensorInfo> tensors, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = Long.BYTES;
    static final long MAX_BYTES = 100_000_000;

    private static final Set<String> TENSOR_KEYS = Set.of("dtype", "shape", "data_offsets");

    static SafetensorsHeader read(FileChannel channel, Path file) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < LENGTH_BYTES) {
            throw new InvalidInputException(
                    file + " has " + fileBytes
                            + " bytes but a safetensors file begins with 8 bytes of header length; it is truncated or no safetensors file");
        }
        long length = readFully(channel, 0, LENGTH_BYTES, file).getLong();
        if (length < 0 || length > MAX_BYTES) {
            throw new InvalidInputException(file + ": header length is " + Long.toUnsignedString(length)
                    + " but may be " + MAX_BYTES + " at most; is this a safetensors file?");
        }
        long dataStart = LENGTH_BYTES + length;
        if (dataStart > fileBytes) {
            throw new InvalidInputException(file + ": header length is " + length + " but only "
                    + (fileBytes - LENGTH_BYTES) + " bytes follow; the file is truncated");
        }
        ByteBuffer text = readFully(channel, LENGTH_BYTES, (int) length, file);
        return parse(StrictJson.parse(text, file + ": header"), dataStart, fileBytes, file);
    }

    private static SafetensorsHeader parse(JsonObject header, long dataStart, long fileBytes, Path file) {
        Map<String, String> metadata = Map.of();
        List<TensorInfo> tensors = new ArrayList<>(header.size());
        for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
            if (entry.getKey().equals(METADATA)) {
                metadata = metadata(entry.getValue(), file);
            } else {
                tensors.add(tensor(entry.getKey(), entry.getValue(), file));
            }
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        requireNoGaps(tensors, fileBytes - dataStart, file);
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        return new SafetensorsHeader(dataStart, Collections.unmodifiableMap(byName), metadata);
    }

    private static Map<String, String> metadata(JsonElement json, Path file) {
        if (!json.isJsonObject()) {
            throw new InvalidInputException(file + ": " + METADATA + " is " + brief(json) + " but must be an object");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        json.getAsJsonObject().asMap().forEach((key, value) -> {
            if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
                throw new InvalidInputException(
                        file + ": " + METADATA + "." + key + " is " + brief(value) + " but must be a string");
            }
            metadata.put(key, value.getAsString());
        });
        return Collections.unmodifiableMap(metadata);
    }

    private static TensorInfo tensor(String name, JsonElement json, Path file) {
        String where = file + ": tensor " + name;
        if (!json.isJsonObject() || !json.getAsJsonObject().keySet().equals(TENSOR_KEYS)) {
            throw new InvalidInputException(
                    where + " is " + brief(json) + " but must be an object with dtype, shape and data_offsets");
        }
        JsonObject object = json.getAsJsonObject();
        TensorType type = type(object.get("dtype"), where);
        List<Long> shape = longs(object.get("shape"), "shape", where);
        List<Long> offsets = longs(object.get("data_offsets"), "data_offsets", where);
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new InvalidInputException(
                    where + ": data_offsets are " + offsets + " but must be [begin, end], begin <= end");
        }
        TensorInfo info = new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
        long expected = bytes(shape, type, where);
        if (info.bytes() != expected) {
            throw new InvalidInputException(where + ": data_offsets " + offsets + " span " + info.bytes()
                    + " bytes but " + type + " of shape " + shape + " has " + expected);
        }
        return info;
    }

    private static TensorType type(JsonElement json, String where) {
        for (TensorType type : TensorType.values()) {
            if (json.isJsonPrimitive() && type.name().equals(json.getAsString())) {
                return type;
            }
        }
        throw new InvalidInputException(
                where + ": dtype is " + brief(json) + " but must be one of " + List.of(TensorType.values()));
    }

    private static long bytes(List<Long> shape, TensorType type, String where) {
        long bytes = type.bytes();
        for (long size : shape) {
            if (size < 0) {
                throw new InvalidInputException(where + ": shape is " + shape + " but no size may be negative");
            }
            try {
                bytes = Math.multiplyExact(bytes, size);
            } catch (ArithmeticException e) {
                throw new InvalidInputException(
                        where + ": shape is " + shape + ", more bytes of " + type + " than a file can have", e);
            }
        }
        return bytes;
    }

    private static List<Long> longs(JsonElement json, String key, String where) {
        if (!json.isJsonArray()) {
            throw new InvalidInputException(
                    where + ": " + key + " is " + brief(json) + " but must be a list of integers");
        }
        JsonArray array = json.getAsJsonArray();
        List<Long> values = new ArrayList<>(array.size());
        for (JsonElement element : array) {
            if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
                throw new InvalidInputException(
                        where + ": " + key + " holds " + brief(element) + " but may hold integers only");
            }
            values.add(parseLong(element.getAsString(), key, where));
        }
        return values;
    }

    private static long parseLong(String digits, String key, String where) {
        try {
            long value = Long.parseLong(digits);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    where + ": " + key + " holds " + digits + " but may hold integers below 2^63 only", e);
        }
        throw new InvalidInputException(
                where + ": " + key + " holds " + digits + " but no number there may be negative");
    }

    private static void requireNoGaps(List<TensorInfo> sorted, long dataBytes, Path file) {
        long end = 0;
        for (TensorInfo tensor : sorted) {
            String where = file + ": tensor " + tensor.name() + ": data_offsets [" + tensor.begin() + ", "
                    + tensor.end() + "]";
            if (tensor.end() > dataBytes) {
                throw new InvalidInputException(where + " reach beyond the " + dataBytes
                        + " bytes of data; the file is truncated or its header wrong");
            }
            if (tensor.begin() != end) {
                throw new InvalidInputException(
                        where + (tensor.begin() < end ? " overlap the tensor before" : " leave a hole")
                                + ", which ends at " + end + "; tensors must lie one after the other");
            }
            end = tensor.end();
        }
        if (end != dataBytes) {
            throw new InvalidInputException(
                    file + ": tensors end at " + end + " but the file holds " + dataBytes + " bytes of data");
        }
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int bytes, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(file + " became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static String brief(JsonElement json) {
        String text = json.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
