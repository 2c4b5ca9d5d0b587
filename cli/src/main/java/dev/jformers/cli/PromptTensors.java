package dev.jformers.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;
import dev.jformers.SequenceGenerator;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts in a safetensors file.
 *
 * @param ids token ids, row by row
 * @param mask 1 for tokens and 0 for padding
 */
@SuppressWarnings("ArrayRecordComponent")
record PromptTensors(int[][] ids, int[][] mask) {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final List<TensorType> WHOLE =
            List.of(TensorType.I64, TensorType.I32, TensorType.I8, TensorType.U8, TensorType.BOOL);

    /**
     * @throws InvalidInputException if the file does not hold prompts
     */
    static PromptTensors read(Path file) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        TensorInfo info = tensors.info(IDS);
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            int[][] ids = rows(tensors, info, manager);
            TensorInfo maskInfo = tensors.tensors().get(MASK);
            if (maskInfo == null) {
                int[][] ones = Arrays.stream(ids)
                        .map(row -> IntStream.range(0, row.length).map(i -> 1).toArray())
                        .toArray(int[][]::new);
                return new PromptTensors(ids, ones);
            }
            if (!maskInfo.shape().equals(info.shape())) {
                throw new InvalidInputException(file + ": " + MASK + " has shape " + maskInfo.shape()
                        + " but must have that of " + IDS + ", " + info.shape() + ".");
            }
            return new PromptTensors(ids, rows(tensors, maskInfo, manager));
        }
    }

    private static int[][] rows(Safetensors tensors, TensorInfo info, NDManager manager) {
        if (!WHOLE.contains(info.type()) || info.shape().size() != 2 || info.elements() == 0) {
            throw new InvalidInputException("%s: %s is %s %s but must be whole numbers [batch, seq], both at least 1."
                    .formatted(tensors.file(), info.name(), info.type(), info.shape()));
        }
        long[] values = tensors.array(info.name(), manager)
                .toType(DataType.INT64, false)
                .toLongArray();
        int length = values.length / Math.toIntExact(info.shape().get(0));
        return IntStream.range(0, values.length / length)
                .mapToObj(row -> Arrays.stream(values, row * length, (row + 1) * length)
                        .mapToInt(PromptTensors::id)
                        .toArray())
                .toArray(int[][]::new);
    }

    private static int id(long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new InvalidInputException(IDS + " has " + value + ", which is no token id.");
        }
        return (int) value;
    }

    /**
     * Writes what came of prompts.
     *
     * @param chosenFrom the scores that tokens were chosen from, {@code [rows][new][vocab]}; empty where nobody wants them
     */
    static void write(SequenceGenerator.Sequences made, List<List<float[]>> chosenFrom, Path file, PrintWriter out)
            throws IOException {
        int[][] rows = made.sequences();
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            long[] values = Arrays.stream(rows)
                    .flatMapToInt(Arrays::stream)
                    .asLongStream()
                    .toArray();
            NDArray sequences = manager.create(values, new Shape(rows.length, rows[0].length));
            NDArray scores = manager.create(made.scores());
            SafetensorsWriter tensors = new SafetensorsWriter()
                    .add("sequences", sequences)
                    .add("sequences_scores", scores)
                    .add("transition_scores", manager.create(made.logProbabilities()));
            if (!chosenFrom.isEmpty()) {
                tensors.add("scores", scores(chosenFrom, made.logProbabilities()[0].length, manager));
            }
            tensors.write(file);
        }
        new TensorTable(ListedTensor.of(Safetensors.open(file).tensors().values())).print("Wrote " + file, out);
    }

    /** {@code [rows, new, vocab]}; 0 where a row has ended. */
    private static NDArray scores(List<List<float[]>> rows, int longest, NDManager manager) {
        int vocabulary = rows.get(0).get(0).length;
        NDArray all = manager.zeros(new Shape(rows.size(), longest, vocabulary));
        for (int row = 0; row < rows.size(); row++) {
            for (int place = 0; place < rows.get(row).size(); place++) {
                all.set(new NDIndex(row, place), manager.create(rows.get(row).get(place)));
            }
        }
        return all;
    }
}
