package dev.jformers.serving;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.jformers.CallGate;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.layer.Precision;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.LengthOrder;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tokenizer, a model and a task that answer texts together. Thread-safe. Closing it waits for the calls that are under way; a later call
 * fails.
 */
final class TextPipeline<T> implements AutoCloseable {

    /** Texts that are tokenized and sorted by length at a time: enough to pad little, few enough for the memory. */
    private static final int WINDOW = 1024;

    private final TextTask<T> task;
    private final TextEncoder encoder;
    private final PretrainedModel weights;
    private final PretrainedModel model;
    private final int maxBatchTokens;
    private final CallGate gate = new CallGate();

    private TextPipeline(TextTask<T> task, TextEncoder encoder, PretrainedModel weights, int maxBatchTokens) {
        this.task = task;
        this.encoder = encoder;
        this.weights = weights;
        this.model = weights.manager().getDevice().isGpu() ? weights : weights.with(Precision.FLOAT32);
        this.maxBatchTokens = maxBatchTokens;
    }

    /**
     * @param task what to answer, for a folder and the description of its model
     * @throws dev.jformers.InvalidInputException if a file is missing or breaks a rule, or the model is not for this task
     */
    static <T> TextPipeline<T> load(Path folder, ServingOptions options, TextTask.Reader<T> task) throws IOException {
        HuggingFaceFolder files = HuggingFaceFolder.open(folder);
        ModelDescription description = ModelDescription.of(files);
        TextTask<T> fitting = task.read(folder, description);
        TextEncoder encoder = TextEncoder.of(files, description, options.maxLength());
        try {
            Device device = options.device() == null ? Torch.defaultDevice() : options.device();
            PretrainedModel weights = PretrainedModel.load(files, description, PretrainedModel.Use.INFERENCE, device);
            return new TextPipeline<>(fitting, encoder, weights, options.maxBatchTokens());
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    int maxLength() {
        return encoder.maxLength();
    }

    /** How texts write a token. */
    String token(int id) {
        return gate.pass(() -> encoder.token(id));
    }

    NDManager manager() {
        return model.manager();
    }

    boolean truncates(String text) {
        return gate.pass(
                () -> encoder.encode(Collections.singletonList(text)).get(0).truncated());
    }

    T answer(String text) {
        return answers(Collections.singletonList(text)).get(0);
    }

    /** An answer for each text, in the order of the texts. */
    List<T> answers(List<String> texts) {
        return gate.pass(() -> {
            List<T> answers = new ArrayList<>(texts.size());
            for (int start = 0; start < texts.size(); start += WINDOW) {
                answers.addAll(answerWindow(texts.subList(start, Math.min(start + WINDOW, texts.size()))));
            }
            return Collections.unmodifiableList(answers);
        });
    }

    private List<T> answerWindow(List<String> texts) {
        List<EncodedText> encoded = encoder.encode(texts);
        int[] lengths = encoded.stream().mapToInt(EncodedText::length).toArray();
        int[] placeOfText = new int[lengths.length];
        List<T> sorted = new ArrayList<>(lengths.length);
        LengthOrder order = new LengthOrder(lengths);
        for (int[] batch : order.batches(order.all(), maxBatchTokens)) {
            for (int i = 0; i < batch.length; i++) {
                placeOfText[batch[i]] = sorted.size() + i;
            }
            sorted.addAll(
                    answerBatch(Arrays.stream(batch).mapToObj(encoded::get).toList()));
        }
        return IntStream.of(placeOfText).mapToObj(sorted::get).toList();
    }

    private List<T> answerBatch(List<EncodedText> texts) {
        try (NDManager manager = model.manager().newSubManager()) {
            TokenInput input = TokenInput.of(encoder.batch(texts), manager);
            return task.answers(model.run(new ModelInput(input), null), input);
        }
    }

    @Override
    public void close() {
        gate.close(() -> {
            weights.close();
            encoder.close();
        });
    }
}
