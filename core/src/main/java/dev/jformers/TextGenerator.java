package dev.jformers;

import ai.djl.Device;
import com.google.gson.JsonObject;
import dev.jformers.chat.ChatTemplate;
import dev.jformers.chat.Message;
import dev.jformers.generation.Generated;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Search;
import dev.jformers.generation.TextStream;
import dev.jformers.generation.TokenListener;
import dev.jformers.layer.Precision;
import dev.jformers.model.Stacks;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Goes on with texts: a decoder writes on, an encoder-decoder turns one text into another. Thread-safe: each call has a cache of its
 * own. Close it to free the weights; a later call fails.
 */
public final class TextGenerator implements AutoCloseable {

    private static final int DEFAULT_NEW_TOKENS = 256;

    private final PretrainedModel weights;
    private final PretrainedModel model;
    private final Tokenizer tokenizer;
    private final GenerationSettings settings;
    private final Optional<ChatTemplate> template;
    private final CallGate gate = new CallGate();

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
     * @param promptTokens how many tokens the prompt has, those that were left out counted
     * @param droppedTokens how many tokens were left out for want of positions, of the prompt and, where that was chosen, of what was
     *     written behind it
     * @param ending why there is no more of it
     * @param generated the tokens behind the prompt, and how probable each was
     */
    public record Answer(String text, int promptTokens, int droppedTokens, Ending ending, Generated generated) {

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

    /**
     * How many tokens a decoder has learnt to read in a row, prompt and text together; {@code Long.MAX_VALUE} where nothing says. One
     * with vectors of positions cannot read more, others can, and may write worse.
     */
    public long positions() {
        return Room.of(model, config()).positions();
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
     * @throws InvalidInputException if the model cannot read a prompt this long and the configuration does not say that some of it is left
     *     out, or the prompt is empty, or several texts are asked for
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Answer generate(
            String prompt,
            GenerationConfig config,
            List<String> stopStrings,
            Consumer<String> sink,
            Acceleration acceleration)
            throws InterruptedException {
        requireOne(config);
        return gate.pass(() -> answer(fitted(prompt, config), config, stopStrings, sink, acceleration));
    }

    /**
     * As many texts as the configuration asks for ({@code num_return_sequences}); of a beam search the best comes first.
     *
     * @throws InvalidInputException as {@link #generate(String, GenerationConfig, List, Consumer, Acceleration)}
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public List<Answer> generateAll(
            String prompt, GenerationConfig config, List<String> stopStrings, Acceleration acceleration)
            throws InterruptedException {
        return gate.pass(
                () -> answers(fitted(prompt, config), config, streams(config, stopStrings, piece -> {}), acceleration));
    }

    /**
     * A text that is taken piece by piece, as {@link #generate(String, GenerationConfig, List, Consumer, Acceleration)} writes it. Close it
     * before the generator.
     */
    public TextPieces stream(
            String prompt, GenerationConfig config, List<String> stopStrings, Acceleration acceleration) {
        return new TextPieces(sink -> generate(prompt, config, stopStrings, sink, acceleration));
    }

    private FittedPrompt fitted(String prompt, GenerationConfig config) {
        EncodedText encoded = tokenizer.encode(prompt);
        return isEncoderDecoder()
                ? FittedPrompt.ofEncoder(
                        encoded,
                        model.description().transformer().maxPositions(),
                        config.lengths().tooLong(),
                        tokenizer)
                : FittedPrompt.ofDecoder(encoded, Room.of(model, config), tokenizer, config);
    }

    private List<TextStream> streams(GenerationConfig config, List<String> stopStrings, Consumer<String> sink) {
        return Stream.generate(() -> new TextStream(tokenizer::decode, stopStrings, sink))
                .limit(config.search().returned())
                .toList();
    }

    private static void requireOne(GenerationConfig config) {
        int returned = config.search().returned();
        if (returned > 1) {
            throw new InvalidInputException("num_return_sequences is " + returned
                    + " but one text is asked for; set it to 1, or ask for all (TextGenerator.generateAll).");
        }
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
     *     as many and the configuration does not say that old ones are left out
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Answer chat(
            List<Message> messages,
            GenerationConfig config,
            List<String> stopStrings,
            Consumer<String> sink,
            Acceleration acceleration)
            throws InterruptedException {
        requireOne(config);
        ChatTemplate conversation = chatTemplate();
        return gate.pass(() -> {
            FittedPrompt fitted = FittedPrompt.ofConversation(
                    messages,
                    Room.of(model, config),
                    kept -> tokenizer
                            .encodeContinuations(List.of(conversation.render(kept, true)))
                            .get(0));
            return answer(fitted, config, stopStrings, sink, acceleration);
        });
    }

    /**
     * The answer to a conversation, taken piece by piece, as {@link #chat(List, GenerationConfig, List, Consumer, Acceleration)} writes it.
     * Close it before the generator.
     */
    public TextPieces streamChat(
            List<Message> messages, GenerationConfig config, List<String> stopStrings, Acceleration acceleration) {
        List<Message> said = List.copyOf(messages);
        return new TextPieces(sink -> chat(said, config, stopStrings, sink, acceleration));
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
            FittedPrompt prompt,
            GenerationConfig config,
            List<String> stopStrings,
            Consumer<String> sink,
            Acceleration acceleration)
            throws InterruptedException {
        boolean atOnce = config.search() instanceof Search.Beams;
        List<TextStream> streams = streams(config, stopStrings, atOnce ? piece -> {} : sink);
        Answer answer = answers(prompt, config, streams, acceleration).get(0);
        if (atOnce && !answer.text().isEmpty()) {
            sink.accept(answer.text());
        }
        return answer;
    }

    private List<Answer> answers(
            FittedPrompt prompt, GenerationConfig config, List<TextStream> streams, Acceleration acceleration)
            throws InterruptedException {
        TokenListener listener = (row, token) ->
                config.endIds().contains(token) || streams.get(row).add(token);
        Writing writing = new Writing(model, config, acceleration);
        int[] ids = prompt.text().ids();
        List<Writing.Text> written = isEncoderDecoder()
                ? writing.of(prompt.text(), listener)
                : writing.behind(ids, tokenizer.specialTokensAhead(ids), listener);
        List<Answer> answers = new ArrayList<>();
        for (int row = 0; row < written.size(); row++) {
            Writing.Text text = written.get(row);
            if (config.search() instanceof Search.Beams) {
                tell(listener, row, text.generated().tokens());
            }
            answers.add(answer(prompt, config, text, streams.get(row)));
        }
        return List.copyOf(answers);
    }

    private static void tell(TokenListener listener, int row, int[] tokens) {
        for (int token : tokens) {
            if (!listener.chosen(row, token)) {
                return;
            }
        }
    }

    private static Answer answer(
            FittedPrompt prompt, GenerationConfig config, Writing.Text written, TextStream stream) {
        Generated generated = written.generated();
        String text = stream.finish();
        Ending ending = Ending.of(config, written.prompt(), generated.tokens(), stream.isStopped());
        return new Answer(text, prompt.tokens(), prompt.dropped() + written.dropped(), ending, generated);
    }

    private boolean isEncoderDecoder() {
        return model.description().transformer().stacks() instanceof Stacks.EncoderDecoder;
    }

    /** Waits for the texts that are being written. */
    @Override
    public void close() {
        gate.close(() -> {
            tokenizer.close();
            weights.close();
        });
    }
}
