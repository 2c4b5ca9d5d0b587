package dev.jformers;

import ai.djl.Device;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.generation.Drafter;
import dev.jformers.generation.Generated;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import dev.jformers.generation.Generator;
import dev.jformers.generation.Search;
import dev.jformers.generation.TextStream;
import dev.jformers.generation.TokenListener;
import dev.jformers.model.Stacks;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes on with texts: a decoder writes on, an encoder-decoder turns one text into another. Thread-safe: each call has a cache of its
 * own. Close it to free the weights.
 */
public final class TextGenerator implements AutoCloseable {

    private static final String SETTINGS = "generation_config.json";
    private static final int DEFAULT_NEW_TOKENS = 256;

    private final PretrainedModel model;
    private final Tokenizer tokenizer;
    private final JsonObject settings;

    private TextGenerator(PretrainedModel model, Tokenizer tokenizer, JsonObject settings) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.settings = settings;
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

    /** As {@link #load(Path, Device)}, on DJL's default device. */
    public static TextGenerator load(Path folder) throws IOException {
        return load(folder, Torch.defaultDevice());
    }

    /**
     * @param folder a Hugging Face folder with a tokenizer; its {@code generation_config.json}, where there is one, says how texts are
     *     generated
     * @throws InvalidInputException if a file is missing or breaks a rule, or the model predicts no next token
     */
    public static TextGenerator load(Path folder, Device device) throws IOException {
        PretrainedModel model = PretrainedModel.load(folder, device);
        try {
            JsonObject settings = settings(folder, model);
            GenerationJson.of(folder.resolve(SETTINGS).toString(), settings);
            return new TextGenerator(model, Tokenizer.load(folder), settings);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static JsonObject settings(Path folder, PretrainedModel model) throws IOException {
        JsonObject settings = new JsonObject();
        settings.addProperty("max_new_tokens", DEFAULT_NEW_TOKENS);
        for (String key : List.of("eos_token_id", "pad_token_id", "forced_bos_token_id", "forced_eos_token_id")) {
            JsonElement value = model.description().config().get(key);
            if (value != null && !value.isJsonNull()) {
                settings.add(key, value);
            }
        }
        Path file = folder.resolve(SETTINGS);
        if (Files.exists(file)) {
            change(settings, StrictJson.read(file));
        }
        return settings;
    }

    /**
     * How texts are generated where nobody says otherwise: as the folder says, up to {@value #DEFAULT_NEW_TOKENS} tokens where it
     * does not.
     */
    public GenerationConfig config() {
        return GenerationJson.of(SETTINGS, settings);
    }

    /**
     * The same with some settings changed.
     *
     * @param changes by Hugging Face's names
     * @throws InvalidInputException if a key is unknown or its value is impossible
     */
    public GenerationConfig config(JsonObject changes) {
        JsonObject changed = settings.deepCopy();
        change(changed, changes);
        return GenerationJson.of("the settings", changed);
    }

    /** A length that is asked for goes before a number of tokens that was there. */
    private static void change(JsonObject settings, JsonObject changes) {
        if (changes.has("max_length") && !changes.has("max_new_tokens")) {
            settings.remove("max_new_tokens");
        }
        changes.asMap().forEach(settings::add);
    }

    public PretrainedModel model() {
        return model;
    }

    /** What the model writes behind a prompt, or makes of it, as the folder says. */
    public String generate(String prompt) throws InterruptedException {
        return generate(prompt, config(), List.of(), piece -> {}).text();
    }

    /** As {@link #generate(String, GenerationConfig, List, Consumer, Acceleration)}, token by token. */
    public Answer generate(String prompt, GenerationConfig config, List<String> stopStrings, Consumer<String> sink)
            throws InterruptedException {
        return generate(prompt, config, stopStrings, sink, Acceleration.NONE);
    }

    /**
     * @param stopStrings end the text, and are not part of it
     * @param sink takes the text as it comes, in whole characters; that of a beam search comes at its end
     * @param acceleration what makes the text come sooner
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
        TextStream stream = new TextStream(tokenizer::decode, stopStrings, sink);
        TokenListener listener = (row, token) -> config.endIds().contains(token) || stream.add(token);
        Generated generated = model.description().transformer().stacks() instanceof Stacks.EncoderDecoder
                ? translate(encoded, config, listener, acceleration)
                : goOn(encoded, config, listener, acceleration);
        if (config.search() instanceof Search.Beams) {
            for (int token : generated.tokens()) {
                if (!listener.chosen(0, token)) {
                    break;
                }
            }
        }
        return new Answer(stream.finish(), encoded.length(), generated);
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

    private Generated goOn(EncodedText text, GenerationConfig config, TokenListener listener, Acceleration acceleration)
            throws InterruptedException {
        int[] ids = text.ids();
        boolean ended = ids.length > 1 && config.endIds().contains(ids[ids.length - 1]);
        int[] prompt = ended ? Arrays.copyOf(ids, ids.length - 1) : ids;
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
        model.close();
    }
}
