package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedBytes;
import dev.jformers.checkpoint.MappedFile;
import dev.jformers.checkpoint.MappedFile.Region;
import dev.jformers.checkpoint.NamedTensors;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.StoredTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads {@code pytorch_model.bin}, {@code .pt} and {@code .pth}, as {@code torch.save} has written them since 1.6. Storages are
 * mapped, not read. A tensor that does not lie row by row (a transposed view) is put in order when its bytes are asked for.
 */
public final class PytorchFile {

    private static final String BYTE_ORDER = "byteorder";

    private final MappedFile file;
    private final ZipDirectory entries;

    private PytorchFile(MappedFile file, ZipDirectory entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Reads the names and shapes of a file's tensors and maps their storages. The tensors are those of the dictionary that was
     * saved, or of its {@code state_dict}, {@code model_state_dict}, {@code model} or {@code module}.
     *
     * @throws InvalidInputException if there is no such file, it breaks a rule of the format, or its pickle asks for anything
     *     but tensors
     * @throws IOException if the file cannot be read
     */
    public static NamedTensors open(Path path) throws IOException {
        try (MappedFile file = MappedFile.open(path, "a file of torch.save")) {
            return new PytorchFile(file, ZipDirectory.read(file)).tensors();
        }
    }

    private NamedTensors tensors() throws IOException {
        requireLittleEndian();
        ByteBuffer pickle = entries.bytes(Pickle.NAME, Pickle.MAX_BYTES);
        String where = file.file() + ": " + entries.path(Pickle.NAME);
        Map<String, PickledTensor> pickled = StateDict.tensors(new Unpickler(pickle, where).load(), where);
        Map<String, MappedBytes> storages = mapStorages(pickled);
        List<StoredTensor> tensors = new ArrayList<>();
        pickled.forEach((name, tensor) -> {
            MappedBytes storage =
                    Objects.requireNonNull(storages.get(tensor.storage().key()));
            tensors.add(tensor.stored(file.file().toString(), name, storage));
        });
        return new StoredTensors(file.file().toString(), tensors);
    }

    private void requireLittleEndian() throws IOException {
        if (entries.has(BYTE_ORDER)) {
            String order = StandardCharsets.US_ASCII
                    .decode(entries.bytes(BYTE_ORDER, 16))
                    .toString();
            if (!order.equals("little")) {
                throw new InvalidInputException(file.file() + ": byteorder is " + order
                        + " but must be little; save the model on a little-endian machine");
            }
        }
    }

    private Map<String, MappedBytes> mapStorages(Map<String, PickledTensor> tensors) throws IOException {
        Map<String, Region> regions = new HashMap<>();
        for (Map.Entry<String, PickledTensor> tensor : tensors.entrySet()) {
            PickledStorage storage = tensor.getValue().storage();
            Region region = entries.region("data/" + storage.key());
            if (region.end() - region.begin() != storage.bytes()) {
                throw new InvalidInputException(file.file() + ": tensor " + tensor.getKey() + " is in a storage of "
                        + storage.bytes() + " bytes but " + entries.path("data/" + storage.key()) + " has "
                        + (region.end() - region.begin()));
            }
            regions.put(storage.key(), region);
        }
        return file.map(regions);
    }
}
