package dev.jformers.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * @param tensors in the order of their bytes
 * @param metadata the texts under {@code __metadata__}
 */
record SafetensorsHeader(long dataStart, List<Entry> tensors, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = Long.BYTES;
    static final long MAX_BYTES = 100_000_000;

    private static final Set<String> TENSOR_KEYS = Set.of("dtype", "shape", "data_offsets");

    static SafetensorsHeader read(MappedFile mapped) throws IOException {
        Path file = mapped.file();
        long fileBytes = mapped.size();
        if (fileBytes < LENGTH_BYTES) {
            throw new InvalidInputException(
                    file + " has " + fileBytes
                            + " bytes but a safetensors file begins with 8 bytes of header length; it is truncated or no safetensors file");
        }
        long length = mapped.read(0, LENGTH_BYTES).getLong();
        if (length < 0 || length > MAX_BYTES) {
            throw new InvalidInputException(file + ": header length is " + Long.toUnsignedString(length)
                    + " but may be " + MAX_BYTES + " at most; is this a safetensors file?");
        }
        long dataStart = LENGTH_BYTES + length;
        if (dataStart > fileBytes) {
            throw new InvalidInputException(file + ": header length is " + length + " but only "
                    + (fileBytes - LENGTH_BYTES) + " bytes follow; the file is truncated");
        }
        ByteBuffer text = mapped.read(LENGTH_BYTES, (int) length);
        return parse(StrictJson.parse(text, file + ": header"), dataStart, fileBytes, file);
    }

    private static SafetensorsHeader parse(JsonObject header, long dataStart, long fileBytes, Path file) {
        Map<String, String> metadata = Map.of();
        List<Entry> tensors = new ArrayList<>(header.size());
        for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
            if (entry.getKey().equals(METADATA)) {
                metadata = metadata(entry.getValue(), file);
            } else {
                tensors.add(tensor(entry.getKey(), entry.getValue(), file));
            }
        }
        tensors.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        requireNoGaps(tensors, fileBytes - dataStart, file);
        return new SafetensorsHeader(dataStart, List.copyOf(tensors), metadata);
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

    private static Entry tensor(String name, JsonElement json, Path file) {
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
        Entry entry = new Entry(TensorInfo.checked(where, name, type, shape), offsets.get(0), offsets.get(1));
        if (entry.end() - entry.begin() != entry.info().bytes()) {
            throw new InvalidInputException(where + ": data_offsets " + offsets + " span "
                    + (entry.end() - entry.begin()) + " bytes but " + type + " of shape " + shape + " has "
                    + entry.info().bytes());
        }
        return entry;
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

    private static void requireNoGaps(List<Entry> sorted, long dataBytes, Path file) {
        long end = 0;
        for (Entry tensor : sorted) {
            String where = file + ": tensor " + tensor.info().name() + ": data_offsets [" + tensor.begin() + ", "
                    + tensor.end() + "]";
            if (tensor.end() > dataBytes) {
                throw new InvalidInputException(where + " reach beyond the " + dataBytes
                        + " bytes of data; the file is truncated or its header wrong");
            }
            if (tensor.begin() != end) {
                throw new InvalidInputException(where
                        + (tensor.begin() < end ? " overlap the tensor before" : " leave a hole behind what is before")
                        + ", which ends at " + end + "; tensors must lie one after the other");
            }
            end = tensor.end();
        }
        if (end != dataBytes) {
            throw new InvalidInputException(
                    file + ": tensors end at " + end + " but the file holds " + dataBytes + " bytes of data");
        }
    }

    private static String brief(JsonElement json) {
        String text = json.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    /**
     * One tensor.
     *
     * @param begin where its bytes begin, counted from the end of the header
     * @param end where its bytes end
     */
    record Entry(TensorInfo info, long begin, long end) {}
}
