package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorChecksum;
import dev.jformers.checkpoint.TensorSource;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a decoder keeps of a prompt, in a file: a safetensors file of {@code input_ids} and keys and values, layer by layer. A prompt
 * that begins as the one in the file is read from there on alone. A model with windows of attention has dropped the beginning of a
 * long prompt, so that it goes on behind its end, or reads all anew; so does a prefix language model, whose tokens know all of their
 * prompt, unless the prompt is the same.
 *
 * @param file is read if it is there, and written where the prompt goes on otherwise than it says
 */
public record PromptCache(Path file) {

    private static final String VERSION_KEY = "jformers_prompt_cache";
    private static final String VERSION = "1";
    private static final String MODEL = "model";
    private static final String CHECKSUM = "crc32c";
    private static final String IDS = "input_ids";

    /**
     * Makes a reader read a prompt up to its last token, with the help of the file.
     *
     * @param reader of one row without padding, has read nothing yet
     * @throws InvalidInputException if the file is damaged, none of these, or of another model; it stays as it is
     * @throws UncheckedIOException if it cannot be read or written
     */
    void prepare(CachedReader reader, int[] prompt) {
        if (reader.encoded() != null) {
            throw new InvalidInputException(
                    "a prompt cache is for decoders, which go on with a prompt; this model is an"
                            + " encoder-decoder, whose encoder reads each text whole.");
        }
        try {
            if (Files.exists(file)) {
                restore(reader, prompt);
            }
            if (reader.length() < prompt.length - 1) {
                boolean whole = reader.model().description().readsPrefixes();
                int[] read = whole ? prompt : Arrays.copyOf(prompt, prompt.length - 1);
                reader.read(new int[][] {Arrays.copyOfRange(read, reader.length(), read.length)});
                save(reader, read);
                reader.truncate(prompt.length - 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes from the file what it has of the prompt. */
    void restore(CachedReader reader, int[] prompt) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        check(tensors, ModelFingerprint.of(reader.model()));
        try (NDManager scope = reader.model().manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            int[] saved = Arrays.stream(tensors.array(IDS, scope).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            int shared = shared(saved, prompt, reader.model().description().readsPrefixes());
            if (shared > 0) {
                Map<String, NDArray> states = new TreeMap<>();
                tensors.tensors().keySet().stream()
                        .filter(name -> !name.equals(IDS))
                        .forEach(name -> states.put(name, tensors.array(name, scope)));
                reader.restore(file.toString(), states, saved, shared);
            }
        }
    }

    /** How many tokens of the prompt need not be read: all but the last at most. */
    private static int shared(int[] saved, int[] prompt, boolean whole) {
        int mismatch = Arrays.mismatch(saved, prompt);
        int same = mismatch < 0 ? prompt.length : mismatch;
        boolean useless = whole && (same < saved.length || same < prompt.length);
        return useless ? 0 : Math.min(same, prompt.length - 1);
    }

    private void check(Safetensors tensors, String model) throws IOException {
        Map<String, String> metadata = tensors.metadata();
        boolean known =
                VERSION.equals(metadata.get(VERSION_KEY)) && tensors.info(IDS).type() == TensorType.I64;
        if (!known) {
            throw new InvalidInputException(file + ": is no prompt cache of this version of jformers (" + VERSION_KEY
                    + " is " + metadata.get(VERSION_KEY) + " but must be " + VERSION
                    + "); delete it, or name another file.");
        }
        if (!model.equals(metadata.get(MODEL))) {
            throw new InvalidInputException(file
                    + ": is the prompt cache of another model, its weights or config are not these; delete it, or name another"
                    + " file.");
        }
        List<TensorSource> sources = new ArrayList<>();
        tensors.tensors().keySet().stream().sorted().forEach(name -> sources.add(tensors.source(name)));
        if (!TensorChecksum.of(sources).equals(metadata.get(CHECKSUM))) {
            throw new InvalidInputException(file + ": is damaged, its tensors do not fit their checksum; delete it.");
        }
    }

    private void save(CachedReader reader, int[] prompt) throws IOException {
        try (NDManager scope = reader.model().manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            Map<String, NDArray> arrays = new TreeMap<>(reader.states(scope));
            arrays.put(
                    IDS,
                    scope.create(Arrays.stream(prompt).asLongStream().toArray()).toType(DataType.INT64, false));
            List<TensorSource> sources =
                    arrays.values().stream().map(TensorSource::of).toList();
            new SafetensorsWriter()
                    .addAll(arrays)
                    .metadata(VERSION_KEY, VERSION)
                    .metadata(MODEL, ModelFingerprint.of(reader.model()))
                    .metadata(CHECKSUM, TensorChecksum.of(sources))
                    .write(file);
        }
    }
}
