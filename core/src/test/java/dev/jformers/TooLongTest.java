package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import com.google.gson.JsonParser;
import dev.jformers.TextGenerator.Answer;
import dev.jformers.chat.Message;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.generation.Filters;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Search;
import dev.jformers.generation.TooLong;
import dev.jformers.tokenizer.ByteTokenizer;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that need more positions than the model knows; a token a byte. */
class TooLongTest {

    private static final String GPT = """
            {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 258, "n_positions": 40, "n_embd": 32,
             "n_layer": 2, "n_head": 2, "eos_token_id": 256, "pad_token_id": 257, "initializer_range": 0.5}""";
    private static final String LLAMA = """
            {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 258, "hidden_size": 16,
             "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2, "max_position_embeddings": 40,
             "initializer_range": 0.5}""";
    private static final String BART = """
            {"model_type": "bart", "architectures": ["BartForConditionalGeneration"], "vocab_size": 258, "d_model": 16,
             "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 2,
             "encoder_ffn_dim": 16, "decoder_ffn_dim": 16, "max_position_embeddings": 40, "decoder_start_token_id": 256,
             "eos_token_id": 256, "pad_token_id": 257}""";

    @TempDir
    private Path folder = Path.of("");

    private Path written(String config) throws IOException {
        Path target = folder.resolve("model");
        ModelDescription description =
                ModelDescription.of("config", JsonParser.parseString(config).getAsJsonObject());
        Torch.engine().setRandomSeed(5);
        try (PretrainedModel model = PretrainedModel.random(description, PretrainedModel.Use.INFERENCE, Device.cpu())) {
            HuggingFaceFolderWriter files = model.files();
            new ByteTokenizer(0).addTo(files, 40);
            files.write(target);
        }
        return target;
    }

    private static GenerationConfig config(TextGenerator generator, TooLong choice, int newTokens) {
        return generator
                .config()
                .withEndIds(Set.of())
                .withLengths(GenerationConfig.Lengths.ofNewTokens(newTokens))
                .withTooLong(choice);
    }

    private static Answer write(TextGenerator generator, String prompt, GenerationConfig config)
            throws InterruptedException {
        return generator.generate(prompt, config, List.of(), piece -> {});
    }

    private static String letters(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Character.toString('a' + i * 7 % 26))
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @CsvSource({"100, 10, 30", "100, 500, 20", "35, 10, 30", "29, 10, 29"})
    void aTruncatedPromptIsReadFromWhereItLeavesRoom(int length, int newTokens, int kept) throws Exception {
        try (TextGenerator generator = TextGenerator.load(written(GPT))) {
            String prompt = letters(length);
            Answer answer = write(generator, prompt, config(generator, TooLong.TRUNCATE, newTokens));
            Answer ofItsEnd =
                    write(generator, prompt.substring(length - kept), config(generator, TooLong.ERROR, newTokens));
            assertArrayEquals(ofItsEnd.tokens(), answer.tokens());
            assertEquals(length, answer.promptTokens());
            assertEquals(length - kept, answer.droppedTokens());
            assertEquals(newTokens <= 20 ? Ending.LENGTH : Ending.POSITIONS, answer.ending());
        }
    }

    @Test
    void theSpecialTokenThatOpensAPromptStays() throws Exception {
        Path model = written(GPT);
        try (TextGenerator generator = TextGenerator.load(model)) {
            GenerationConfig truncated = config(generator, TooLong.TRUNCATE, 10);
            Answer answer = write(generator, "</s>" + letters(60), truncated);
            Answer ofItsEnd = write(generator, "</s>" + letters(60).substring(31), truncated);
            assertArrayEquals(ofItsEnd.tokens(), answer.tokens());
            assertEquals(31, answer.droppedTokens());
            assertEquals(0, ofItsEnd.droppedTokens());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GPT, LLAMA})
    void aTextThatSlidesIsReadAnewFromItsLastHalf(String json) throws Exception {
        try (TextGenerator generator = TextGenerator.load(written(json))) {
            String prompt = "</s>" + letters(29);
            Answer answer = write(generator, prompt, config(generator, TooLong.SLIDE, 60));
            assertEquals(60, answer.tokens().length);
            assertEquals(Ending.LENGTH, answer.ending());
            int[] all = joined(new int[] {256}, letters(29).chars().toArray());
            assertArrayEquals(slid(generator, all, 60), answer.tokens());
            assertEquals(60, answer.droppedTokens(), "three times twenty");
        }
    }

    /** The same by hand: each token by a pass over the whole window. */
    private static int[] slid(TextGenerator generator, int[] prompt, int newTokens) {
        int[] window = prompt;
        int[] made = new int[newTokens];
        for (int i = 0; i < newTokens; i++) {
            try (CachedReader reader = CachedReader.ofDecoder(generator.model(), new int[1], 0)) {
                float[] logits = reader.read(new int[][] {window})[0];
                made[i] = best(logits);
            }
            int[] behind = window.length < 40 ? window : joined(new int[] {256}, tail(window, 19));
            window = joined(behind, new int[] {made[i]});
        }
        return made;
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            best = logits[id] > logits[best] ? id : best;
        }
        return best;
    }

    private static int[] tail(int[] tokens, int count) {
        return Arrays.copyOfRange(tokens, tokens.length - count, tokens.length);
    }

    private static int[] joined(int[] one, int[] other) {
        return IntStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }

    @Test
    void guessesAndEverySearchSlideToo() throws Exception {
        try (TextGenerator generator = TextGenerator.load(written(GPT))) {
            GenerationConfig greedy = config(generator, TooLong.SLIDE, 90);
            int[] plain = write(generator, letters(30), greedy).tokens();
            Acceleration guesses = Acceleration.NONE.withSpeculation(new Speculation.ByPromptLookup(4, 2));
            assertArrayEquals(
                    plain,
                    generator
                            .generate(letters(30), greedy, List.of(), piece -> {}, guesses)
                            .tokens());
            for (Search search : List.of(
                    new Search.Sampling(Filters.NONE, 1),
                    new Search.Beams(3, 1, Search.EarlyStopping.HEURISTIC, 1),
                    new Search.Contrastive(0.5, 3))) {
                Answer answer = write(generator, letters(100), greedy.withSearch(search));
                assertEquals(90, answer.tokens().length, search::toString);
            }
        }
    }

    @Test
    void slidingLeavesNoNativeMemoryBehind() throws Exception {
        try (TextGenerator generator = TextGenerator.load(written(GPT))) {
            GenerationConfig config = config(generator, TooLong.SLIDE, 200);
            BaseNDManager manager = (BaseNDManager) generator.model().manager();
            write(generator, letters(10), config);
            int before = manager.getManagedArrays().size();
            write(generator, letters(10), config);
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @Test
    void rowsOfABatchSlideWithTheirPadding() throws Exception {
        try (PretrainedModel model = PretrainedModel.load(written(GPT), Device.cpu())) {
            int[] text = IntStream.range(0, 12).map(i -> 97 + i).toArray();
            int[] padded = joined(new int[5], tail(text, 7));
            int[] mask = joined(new int[5], new int[] {1, 1, 1, 1, 1, 1, 1});
            int[] ones = IntStream.range(0, 12).map(i -> 1).toArray();
            GenerationConfig config = new GenerationConfig(
                            new Search.Greedy(), GenerationConfig.Lengths.ofNewTokens(70), List.of(), Set.of(), 0, 0)
                    .withTooLong(TooLong.SLIDE);
            SequenceGenerator generator = new SequenceGenerator(model);
            int[][] both = generator
                    .generate(new int[][] {text, padded}, new int[][] {ones, mask}, config)
                    .sequences();
            int[][] alone = generator
                    .generate(new int[][] {text}, new int[][] {ones}, config)
                    .sequences();
            assertArrayEquals(alone[0], both[0]);
            assertEquals(82, both[1].length);
        }
    }

    @Test
    void oldMessagesOfAConversationAreLeftOutAndTheSystemStays() throws Exception {
        Path model = written(GPT);
        Files.writeString(
                model.resolve("chat_template.jinja"),
                "{% for m in messages %}{{ m.role[0] }}{{ m.content }}|{% endfor %}");
        try (TextGenerator generator = TextGenerator.load(model)) {
            List<Message> kept = List.of(Message.system("x"), Message.user("why not"));
            List<Message> all =
                    List.of(kept.get(0), Message.user(letters(20)), Message.assistant(letters(9)), kept.get(1));
            GenerationConfig config = config(generator, TooLong.TRUNCATE, 10);
            Answer answer = generator.chat(all, config, List.of(), piece -> {});
            assertArrayEquals(
                    generator.chat(kept, config, List.of(), piece -> {}).tokens(), answer.tokens());
            assertEquals(33, answer.droppedTokens());
            InvalidInputException refused = assertThrows(
                    InvalidInputException.class,
                    () -> generator.chat(
                            List.of(Message.user("why"), Message.user(letters(60))), config, List.of(), piece -> {}));
            assertEquals(
                    "the last message makes a prompt of 62 tokens but the model knows 40 positions, though older messages"
                            + " were left out; shorten it.",
                    refused.getMessage());
        }
    }

    @Test
    void ofWhatAnEncoderReadsTheEndIsLeftOut() throws Exception {
        try (TextGenerator generator = TextGenerator.load(written(BART))) {
            GenerationConfig truncated = config(generator, TooLong.TRUNCATE, 10);
            Answer answer = write(generator, letters(60), truncated);
            assertArrayEquals(
                    write(generator, letters(60).substring(0, 40), truncated).tokens(), answer.tokens());
            assertEquals(20, answer.droppedTokens());
            assertEquals(
                    "the text has 60 tokens but the model's encoder knows 40 positions; shorten it, or choose that its end"
                            + " is left out (GenerationConfig.withTooLong, --too-long: truncate).",
                    assertThrows(InvalidInputException.class, () -> generator.generate(letters(60)))
                            .getMessage());
            assertEquals(
                    "slide is for decoders, which write on; this model is an encoder-decoder, whose decoder begins anew;"
                            + " choose truncate or error for texts that are too long.",
                    assertThrows(
                                    InvalidInputException.class,
                                    () -> write(generator, "a", config(generator, TooLong.SLIDE, 10)))
                            .getMessage());
        }
    }
}
