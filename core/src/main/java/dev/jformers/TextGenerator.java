package dev.jformers;

import ai.djl.Device;
import com.google.gson.JsonObject;
import dev.jformers.chat.ChatTemplate;
import dev.jformers.chat.Message;
import dev.jformers.generation.Drafter;
import dev.jformers.generation.Generated;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Generator;
import dev.jformers.generation.Search;
import dev.jformers.generation.TextStream;
import dev.jformers.generation.TokenListener;
import dev.jformers.layer.Precision;
import dev.jformers.model.Stacks;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes on with texts: a decoder writes on, an encoder-decoder turns one text into another. Thread-safe: each call has a cache of its
 * own. Close it to free the weights.
 */
public final class TextGenerator implements AutoCloseable {

    private static final int DEFAULT_NEW_TOKENS = 256;

    private final PretrainedModel weights;
    private final PretrainedModel model;
    private final Tokenizer tokenizer;
    private final GenerationSettings settings;
    private final Optional<ChatTemplate> template;

    private TextGenerator(
            PretrainedModel weights,
            PretrainedModel model,
            Tokenizer tokenizer,
            GenerationSettings settings,
            Optional<ChatTemplate> template) {
        this.weights = weights;
        this.model = model;
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.template = template;
    }

    /**
     * What came of a prompt.
     *
     * @param text behind the prompt
     * @param promptTokens how many tokens the prompt has
     * @param generated the tokens behind the prompt, and how probable each was
     */
    public record Answer(String text, int promptTokens, Generated generated) {

        /** The tokens that were generated. */
        public int[] tokens() {
            return generated.tokens();
        }
    }

    /** In 32-bit floats, on DJL's default device. */
    public static TextGenerator load(Path folder) throws IOException {
        return load(folder, Precision.FLOAT32);
    }

    /** As {@link #load(Path, Precision, Device)}, on DJL's default device. */
    public static TextGenerator load(Path folder, Precision precision) throws IOException {
        return load(folder, precision, Torch.defaultDevice());
    }

    /**
     * @param folder a Hugging Face folder with a tokenizer; its {@code generation_config.json}, where there is one, says how texts are
     *     generated
     * @param precision of linear maps; on a GPU 32-bit floats alone
     * @throws InvalidInputException if a file is missing or breaks a rule, or the model predicts no next token
     */
    public static TextGenerator load(Path folder, Precision precision, Device device) throws IOException {
        PretrainedModel weights = PretrainedModel.load(folder, device);
        try {
            GenerationSettings settings =
                    GenerationSettings.read(folder, weights.description()).orAtMost(DEFAULT_NEW_TOKENS);
            Optional<ChatTemplate> template = ChatTemplate.read(folder);
            boolean plain = device.isGpu() && precision == Precision.FLOAT32;
            PretrainedModel model = plain ? weights : weights.with(precision);
            Tokenizer tokenizer = Tokenizer.load(folder)
                    .withIdsBelow(weights.description().transformer().vocabularySize());
            return new TextGenerator(weights, model, tokenizer, settings, template);
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /**
     * How texts are generated where nobody says otherwise: as the folder says, up to {@value #DEFAULT_NEW_TOKENS} tokens where it
     * does not.
     */
    public GenerationConfig config() {
        return settings.config();
    }

    /**
     * The same with some settings changed.
     *
     * @param changes by Hugging Face's names
     * @throws InvalidInputException if a key is unknown or its value is impossible
     */
    public GenerationConfig config(JsonObject changes) {
        return settings.config(changes);
    }

    public PretrainedModel model() {
        return model;
    }

    /** What the model writes behind a prompt, or makes of it, as the folder says. */
    public String generate(String prompt) throws InterruptedException {
        return generate(prompt, config(), List.of(), piece -> {}, Acceleration.NONE)
                .text();
    }

    /** As {@link #generate(String, GenerationConfig, List, Consumer, Acceleration)}, token by token. */
    public Answer generate(String prompt, GenerationConfig config, List<String> stopStrings, Consumer<String> sink)
            throws InterruptedException {
        return generate(prompt, config, stopStrings, sink, Acceleration.NONE);
    }

    /**
     * @param stopStrings end the text, and are not part of it
     * @param sink takes the text as it comes, in whole characters; that of a beam search comes at its end
     * @param acceleration what makes it come sooner
     * @throws InvalidInputException if the model cannot read a prompt this long, or the prompt is empty
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Answer generate(
            String prompt,
            GenerationConfig config,
            List<String> stopStrings,
            Consumer<String> sink,
            Acceleration acceleration)
            throws InterruptedException {
        EncodedText encoded = tokenizer.encode(prompt);
        return answer(
                isEncoderDecoder() ? encoded : withoutEnd(encoded, config), config, stopStrings, sink, acceleration);
    }

    /**
     * The answer to a conversation, as the folder says. The model must have a chat template.
     *
     * @param messages in their order; the last one is the user's with most templates
     * @throws InvalidInputException as {@link #chat(List, GenerationConfig, List, Consumer, Acceleration)}
     */
    public String chat(List<Message> messages) throws InterruptedException {
        return chat(messages, config(), List.of(), piece -> {}, Acceleration.NONE)
                .text();
    }

    /** As {@link #chat(List, GenerationConfig, List, Consumer, Acceleration)}, token by token. */
    public Answer chat(List<Message> messages, GenerationConfig config, List<String> stopStrings, Consumer<String> sink)
            throws InterruptedException {
        return chat(messages, config, stopStrings, sink, Acceleration.NONE);
    }

    /**
     * The answer to a conversation. The chat template makes one text of the messages, with all special tokens that belong into it; a
     * message that holds one counts as that token.
     *
     * @param messages in their order; the last one is the user's with most templates
     * @param stopStrings end the text, and are not part of it
     * @param sink takes the text as it comes, in whole characters; that of a beam search comes at its end
     * @param acceleration what makes it come sooner
     * @throws InvalidInputException if the model has no chat template, or the template refuses the messages, or the model cannot read
     *     as many
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Answer chat(
            List<Message> messages,
            GenerationConfig config,
            List<String> stopStrings,
            Consumer<String> sink,
            Acceleration acceleration)
            throws InterruptedException {
        String text = chatTemplate().render(messages, true);
        return answer(tokenizer.encodeContinuations(List.of(text)).get(0), config, stopStrings, sink, acceleration);
    }

    /**
     * What makes one text of a conversation.
     *
     * @throws InvalidInputException if the model has no chat template
     */
    public ChatTemplate chatTemplate() {
        return template.orElseThrow(() -> new InvalidInputException(
                "the model has no chat template: no chat_template.jinja and no chat_template in tokenizer_config.json;"
                        + " give it a prompt instead of a conversation."));
    }

    private Answer answer(
            EncodedText encoded,
            GenerationConfig config,
            List<String> stopStrings,
            Consumer<String> sink,
            Acceleration acceleration)
            throws InterruptedException {
        TextStream stream = new TextStream(tokenizer::decode, stopStrings, sink);
        TokenListener listener = (row, token) -> config.endIds().contains(token) || stream.add(token);
        Generated generated = isEncoderDecoder()
                ? translate(encoded, config, listener, acceleration)
                : goOn(encoded.ids(), config, listener, acceleration);
        if (config.search() instanceof Search.Beams) {
            for (int token : generated.tokens()) {
                if (!listener.chosen(0, token)) {
                    break;
                }
            }
        }
        return new Answer(stream.finish(), encoded.length(), generated);
    }

    private boolean isEncoderDecoder() {
        return model.description().transformer().stacks() instanceof Stacks.EncoderDecoder;
    }

    private Generated translate(
            EncodedText text, GenerationConfig config, TokenListener listener, Acceleration acceleration)
            throws InterruptedException {
        requireTokens(text.ids());
        int[][] opening = {{model.description().decoderStartId()}};
        EncodedBatch batch = EncodedBatch.of(List.of(text), 0);
        try (CachedReader reader = CachedReader.ofEncoderDecoder(model, batch, expected(config, 1));
                Drafter drafter = acceleration.speculation().drafter(reader)) {
            acceleration.prepare(reader, opening[0]);
            return new Generator(reader, config.within(reader.maxLength()), listener, drafter)
                    .generate(opening, new int[1])
                    .get(0);
        }
    }

    /** A prompt without the token that ends texts, which some tokenizers add. */
    private static EncodedText withoutEnd(EncodedText text, GenerationConfig config) {
        int[] ids = text.ids();
        boolean ended = ids.length > 1 && config.endIds().contains(ids[ids.length - 1]);
        return ended ? new EncodedText(Arrays.copyOf(ids, ids.length - 1)) : text;
    }

    private Generated goOn(int[] prompt, GenerationConfig config, TokenListener listener, Acceleration acceleration)
            throws InterruptedException {
        requireTokens(prompt);
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[1], expected(config, prompt.length));
                Drafter drafter = acceleration.speculation().drafter(reader)) {
            reader.requireRoomBehind(prompt.length);
            acceleration.prepare(reader, prompt);
            return new Generator(reader, config.within(reader.maxLength()), listener, drafter)
                    .generate(new int[][] {prompt}, new int[1])
                    .get(0);
        }
    }

    private static void requireTokens(int[] prompt) {
        if (prompt.length == 0) {
            throw new InvalidInputException("the prompt has no token; write something to go on from.");
        }
    }

    private static int expected(GenerationConfig config, int promptLength) {
        return Math.min(config.lengths().limit(promptLength), 4096);
    }

    @Override
    public void close() {
        tokenizer.close();
        weights.close();
    }
}
