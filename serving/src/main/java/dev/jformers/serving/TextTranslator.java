package dev.jformers.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.jformers.model.TokenInput;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DJL's way to ask a text model. A batch goes through the model as one, padded to its longest text. */
final class TextTranslator<T> implements Translator<String, T> {

    private static final String INPUT = "input";

    private final TextEncoder encoder;
    private final TextTask<T> task;

    TextTranslator(TextEncoder encoder, TextTask<T> task) {
        this.encoder = encoder;
        this.task = task;
    }

    /** Says that there are batches; how they are made is below. */
    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, String text) {
        return batchProcessInput(context, Collections.singletonList(text));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<String> texts) {
        TokenInput input = TokenInput.of(encoder.batch(encoder.encode(texts)), context.getNDManager());
        NDList named = new NDList();
        add(named, "input_ids", input.ids());
        add(named, "token_type_ids", input.tokenTypes());
        add(named, "attention_mask", input.mask());
        context.setAttachment(INPUT, input);
        return named;
    }

    private static void add(NDList list, String name, @Nullable NDArray array) {
        if (array != null) {
            array.setName(name);
            list.add(array);
        }
    }

    @Override
    public T processOutput(TranslatorContext context, NDList outputs) {
        return batchProcessOutput(context, outputs).get(0);
    }

    @Override
    public List<T> batchProcessOutput(TranslatorContext context, NDList outputs) {
        return task.answers(outputs, (TokenInput) context.getAttachment(INPUT));
    }
}
