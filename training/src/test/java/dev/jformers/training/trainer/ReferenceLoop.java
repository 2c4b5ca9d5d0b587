package dev.jformers.training.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.EncodedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A training of 20 steps in PyTorch, as {@code scripts/fixtures/training.py} wrote it down. */
record ReferenceLoop(Path folder, Safetensors batches, List<Step> steps) {

    private static final long IGNORED = -100;

    /** What the reference said of a step. */
    record Step(double learningRate, double loss, double gradientNorm) {

        private static Step of(JsonObject json) {
            return new Step(
                    json.get("learning_rate").getAsDouble(),
                    json.get("loss").getAsDouble(),
                    json.get("grad_norm").getAsDouble());
        }
    }

    static ReferenceLoop read(Path folder) throws IOException {
        List<Step> steps = StrictJson.read(folder.resolve("losses.json")).getAsJsonArray("steps").asList().stream()
                .map(step -> Step.of(step.getAsJsonObject()))
                .toList();
        return new ReferenceLoop(folder, Safetensors.open(folder.resolve("batches.safetensors")), steps);
    }

    HuggingFaceFolder start() throws IOException {
        return HuggingFaceFolder.open(folder.resolve("model"));
    }

    Safetensors finalWeights() throws IOException {
        return Safetensors.open(folder.resolve("final/model.safetensors"));
    }

    /** What Hugging Face read in a step. */
    long[] inputs(String name, int step) {
        return matrix(name, step).values();
    }

    /** The labels of a step that are not ignored. */
    long[] labels(int step) {
        return Arrays.stream(inputs("labels", step))
                .filter(label -> label != IGNORED)
                .toArray();
    }

    boolean hasExamples() {
        return batches.tensors().containsKey("texts.0");
    }

    List<EncodedExample> examples(int step) {
        List<int[]> texts = matrix("texts", step).rows();
        if (batches.tensors().containsKey("targets." + step)) {
            List<int[]> targets = matrix("targets", step).rows();
            return IntStream.range(0, texts.size())
                    .mapToObj(i -> new EncodedExample(text(texts.get(i)), targets.get(i), -1))
                    .toList();
        }
        Matrix labels = matrix("labels", step);
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new EncodedExample(text(texts.get(i)), labels.ofRow(i)))
                .toList();
    }

    private static EncodedText text(int[] ids) {
        return new EncodedText(ids, new int[0], false);
    }

    /** A step of masked language modelling, where what is hidden is given. */
    Batch maskedBatch(int step) {
        Matrix ids = matrix("input_ids", step);
        long[] mask = inputs("attention_mask", step);
        long[] labels = inputs("labels", step);
        EncodedBatch inputs = new EncodedBatch(
                ids.values().length / ids.columns(),
                ids.columns(),
                ids.values(),
                new long[0],
                mask,
                Arrays.stream(mask).sum());
        long[] positions = LongStream.range(0, labels.length)
                .filter(i -> labels[(int) i] != IGNORED)
                .toArray();
        return new Batch(inputs, positions, labels(step));
    }

    private Matrix matrix(String name, int step) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = batches.array(name + "." + step, manager);
            boolean flat = array.getShape().dimension() == 1;
            return new Matrix(flat ? 1 : Math.toIntExact(array.getShape().get(1)), array.toLongArray());
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Matrix(int columns, long[] values) {

        /** Without what stands behind shorter rows. */
        List<int[]> rows() {
            return IntStream.range(0, values.length / columns)
                    .mapToObj(row -> Arrays.stream(values, row * columns, (row + 1) * columns)
                            .filter(value -> value != IGNORED)
                            .mapToInt(Math::toIntExact)
                            .toArray())
                    .toList();
        }

        /** The label of a row; -1 where each token has one. */
        int ofRow(int row) {
            return columns == 1 ? Math.toIntExact(values[row]) : -1;
        }
    }
}
