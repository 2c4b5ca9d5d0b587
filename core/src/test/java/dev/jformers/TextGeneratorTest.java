package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.chat.Message;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Search;
import dev.jformers.generation.TooLong;
import dev.jformers.tokenizer.ByteTokenizer;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts from tiny models with random weights and a token a byte. */
class TextGeneratorTest {

    private static final String GPT = """
            {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 258, "n_positions": 40, "n_embd": 32,
             "n_layer": 2, "n_head": 2, "eos_token_id": 256, "pad_token_id": 257, "initializer_range": 0.5}""";
    private static final String T5 = """
            {"model_type": "t5", "architectures": ["T5ForConditionalGeneration"], "vocab_size": 258, "d_model": 32, "d_kv": 8,
             "d_ff": 48, "num_layers": 2, "num_heads": 4, "decoder_start_token_id": 257, "eos_token_id": 256,
             "pad_token_id": 257}""";

    @TempDir
    Path folder;

    private Path gpt;

    @BeforeEach
    void writeModel() throws IOException {
        gpt = written("gpt", GPT);
    }

    private Path written(String name, String config) throws IOException {
        Path target = folder.resolve(name);
        ModelDescription description =
                ModelDescription.of(name, JsonParser.parseString(config).getAsJsonObject());
        Torch.engine().setRandomSeed(5);
        try (PretrainedModel model = PretrainedModel.random(description, PretrainedModel.Use.INFERENCE, Device.cpu())) {
            HuggingFaceFolderWriter files = model.files();
            new ByteTokenizer(0).addTo(files, 40);
            files.write(target);
        }
        return target;
    }

    @Test
    void theSameSeedWritesTheSameTextAndAnotherAnother() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            GenerationConfig one = generator.config(settings("{'do_sample': true, 'max_new_tokens': 20, 'seed': 1}"));
            TextGenerator.Answer first = generator.generate("once", one, List.of(), piece -> {});
            TextGenerator.Answer again = generator.generate("once", one, List.of(), piece -> {});
            TextGenerator.Answer other = generator.generate("once", one.withSeed(2), List.of(), piece -> {});
            assertArrayEquals(first.tokens(), again.tokens());
            assertTrue(!java.util.Arrays.equals(first.tokens(), other.tokens()));
            assertEquals(4, first.promptTokens());
        }
    }

    @Test
    void piecesAreTheTextAndComeAsItIsWritten() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            List<String> pieces = new ArrayList<>();
            GenerationConfig config = generator.config(settings("{'max_new_tokens': 20}"));
            TextGenerator.Answer answer = generator.generate("once", config, List.of(), pieces::add);
            assertEquals(answer.text(), String.join("", pieces));
        }
    }

    @Test
    void asManyTextsComeAsAreAskedFor() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            GenerationConfig drawn = generator.config(settings(
                    "{'do_sample': true, 'num_return_sequences': 3, 'max_new_tokens': 12, 'eos_token_id': []}"));
            List<TextGenerator.Answer> texts = generator.generateAll("once", drawn, List.of(), Acceleration.NONE);
            assertEquals(
                    3, texts.stream().map(TextGenerator.Answer::text).distinct().count());
            for (TextGenerator.Answer text : texts) {
                assertEquals(decoded(text.tokens()), text.text());
            }
            GenerationConfig beams =
                    generator.config(settings("{'num_beams': 3, 'num_return_sequences': 2, 'max_new_tokens': 12}"));
            List<TextGenerator.Answer> best = generator.generateAll("once", beams, List.of(), Acceleration.NONE);
            assertEquals(2, best.size());
            assertTrue(
                    best.get(0).generated().score() >= best.get(1).generated().score());
            InvalidInputException refused = assertThrows(
                    InvalidInputException.class, () -> generator.generate("once", drawn, List.of(), piece -> {}));
            assertEquals(
                    "num_return_sequences is 3 but one text is asked for; set it to 1, or ask for all"
                            + " (TextGenerator.generateAll).",
                    refused.getMessage());
        }
    }

    @Test
    void textOfBeamsComesInOnePiece() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            List<String> pieces = new ArrayList<>();
            GenerationConfig config = generator.config(settings("{'num_beams': 2, 'max_new_tokens': 12}"));
            TextGenerator.Answer answer = generator.generate("once", config, List.of(), pieces::add);
            assertEquals(List.of(answer.text()), pieces);
        }
    }

    @Test
    void closingWaitsForTextsThatAreBeingWrittenAndALaterCallFails() throws Exception {
        TextGenerator generator = TextGenerator.load(gpt);
        GenerationConfig config = generator.config().withEndIds(Set.of());
        String whole =
                generator.generate("once", config, List.of(), piece -> {}).text();
        CountDownLatch written = new CountDownLatch(3);
        CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> {
            try {
                return generator
                        .generate("once", config, List.of(), piece -> written.countDown())
                        .text();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        written.await();
        generator.close();
        assertEquals(whole, text.get());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> generator.generate("once"));
        assertEquals("the model is closed; call it before close, or load it again", refused.getMessage());
        generator.close();
    }

    @Test
    void aTextThatClosesItsOwnModelIsToldSo() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            GenerationConfig config = generator.config().withEndIds(Set.of());
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class,
                    () -> generator.generate("once", config, List.of(), piece -> generator.close()));
            assertEquals(
                    "the model is closed by one of its own calls; close it behind that call", refused.getMessage());
        }
    }

    @Test
    void piecesThatAreTakenOneByOneAreThoseOfTheSink() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            GenerationConfig config = generator.config().withEndIds(Set.of());
            List<String> heard = new ArrayList<>();
            TextGenerator.Answer answer = generator.generate("once", config, List.of(), heard::add);
            try (TextPieces pieces = generator.stream("once", config, List.of(), Acceleration.NONE)) {
                List<String> taken = new ArrayList<>();
                pieces.forEachRemaining(taken::add);
                assertEquals(heard, taken);
                assertArrayEquals(answer.tokens(), pieces.answer().tokens());
                assertThrows(NoSuchElementException.class, pieces::next);
            }
        }
    }

    @Test
    void piecesEndWhereTheyAreClosedAndTellWhatWentWrong() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            GenerationConfig endless = generator
                    .config()
                    .withEndIds(Set.of())
                    .withLengths(
                            new GenerationConfig.Lengths(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, TooLong.SLIDE));
            TextPieces closed = generator.stream("once", endless, List.of(), Acceleration.NONE);
            assertTrue(closed.hasNext());
            closed.close();
            assertThrows(CancellationException.class, () -> closed.forEachRemaining(piece -> {}));
            try (TextPieces interrupted = generator.stream("once", endless, List.of(), Acceleration.NONE)) {
                Thread.currentThread().interrupt();
                assertThrows(UncheckedIOException.class, () -> interrupted.forEachRemaining(piece -> {}));
            }
            try (TextPieces refused = generator.stream("", endless, List.of(), Acceleration.NONE)) {
                assertThrows(InvalidInputException.class, refused::hasNext);
            }
        }
    }

    @Test
    void textsEndWhereTheModelHasNoMorePositions() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            GenerationConfig config = generator.config().withEndIds(Set.of());
            assertEquals(
                    36,
                    generator.generate("once", config, List.of(), piece -> {}).tokens().length);
        }
    }

    @Test
    void aPromptWithoutRoomBehindItIsRefused() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            InvalidInputException refused =
                    assertThrows(InvalidInputException.class, () -> generator.generate("x".repeat(40)));
            assertEquals(
                    "the prompt has 40 tokens but the model knows 40 positions, which leaves none to write on; shorten it, or"
                            + " choose that its beginning is left out (GenerationConfig.withTooLong, --too-long: truncate or"
                            + " slide).",
                    refused.getMessage());
            assertThrows(InvalidInputException.class, () -> generator.generate(""));
        }
    }

    @Test
    void theFolderSaysHowTextsAreGeneratedAndIsChecked() throws Exception {
        Path file = gpt.resolve("generation_config.json");
        Files.writeString(file, "{\"num_beams\": 3, \"max_new_tokens\": 5}");
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            assertTrue(generator.config().search() instanceof Search.Beams);
            assertEquals(
                    5,
                    generator
                            .generate("once", generator.config(), List.of(), piece -> {})
                            .tokens()
                            .length);
        }
        Files.writeString(file, "{\"num_beam\": 3}");
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> TextGenerator.load(gpt));
        assertEquals(file + ": num_beam is not a known setting; did you mean num_beams?", refused.getMessage());
    }

    @Test
    void anEncoderDecoderMakesATextOfAText() throws Exception {
        try (TextGenerator generator = TextGenerator.load(written("t5", T5))) {
            GenerationConfig config = generator.config(settings("{'max_new_tokens': 7}"));
            int tokens = generator
                    .generate("ein Text", config, List.of(), piece -> {})
                    .tokens()
                    .length;
            assertTrue(tokens >= 1 && tokens <= 7, "" + tokens);
        }
    }

    @Test
    void anEncoderIsRefused() throws Exception {
        Path bert = written(
                "bert",
                "{\"model_type\": \"bert\", \"vocab_size\": 258, \"hidden_size\": 8, \"num_hidden_layers\": 1,"
                        + " \"num_attention_heads\": 2, \"intermediate_size\": 8, \"max_position_embeddings\": 16}");
        try (TextGenerator generator = TextGenerator.load(bert)) {
            InvalidInputException refused = assertThrows(InvalidInputException.class, () -> generator.generate("once"));
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith("the model predicts no next token: "),
                    refused.getMessage());
        }
    }

    @Test
    void aTextThatIsInterruptedEnds() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            AtomicInteger pieces = new AtomicInteger();
            GenerationConfig config = generator.config().withEndIds(Set.of());
            assertThrows(
                    InterruptedException.class,
                    () -> generator.generate("once", config, List.of(), piece -> {
                        if (pieces.incrementAndGet() == 3) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            assertTrue(pieces.get() < 8, "" + pieces);
        }
    }

    @Test
    void aTokenLeavesNoNativeMemoryBehind() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            GenerationConfig config = generator.config().withEndIds(Set.of());
            generator.generate("once", config, List.of(), piece -> {});
            List<Integer> alive = new ArrayList<>();
            BaseNDManager manager = (BaseNDManager) generator.model().manager();
            for (int text = 0; text < 5; text++) {
                generator.generate("once", config, List.of(), piece -> {});
                alive.add(manager.getManagedArrays().size());
            }
            assertEquals(1, alive.stream().distinct().count(), alive::toString);
        }
    }

    @Test
    void aConversationIsReadByItsTemplateWithEachSpecialTokenOnce() throws Exception {
        Files.writeString(
                gpt.resolve("chat_template.jinja"),
                "{% for m in messages %}{{ m.role[0] }}{{ m.content }}</s>{% endfor %}a");
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            List<Message> messages = List.of(Message.system("x"), Message.user("why"));
            assertEquals("sx</s>uwhy</s>a", generator.chatTemplate().render(messages, true));
            GenerationConfig config = generator.config(settings("{'max_new_tokens': 5}"));
            TextGenerator.Answer answer = generator.chat(messages, config, List.of(), piece -> {});
            assertEquals("sx".length() + 1 + "uwhy".length() + 1 + 1, answer.promptTokens());
            assertEquals(generator.chat(messages), generator.chat(messages));
        }
    }

    @Test
    void aModelWithoutATemplateHoldsNoConversation() throws Exception {
        try (TextGenerator generator = TextGenerator.load(gpt)) {
            InvalidInputException refused =
                    assertThrows(InvalidInputException.class, () -> generator.chat(List.of(Message.user("why"))));
            assertEquals(
                    "the model has no chat template: no chat_template.jinja and no chat_template in"
                            + " tokenizer_config.json; give it a prompt instead of a conversation.",
                    refused.getMessage());
        }
        Files.writeString(gpt.resolve("chat_template.jinja"), "{{ a");
        assertThrows(InvalidInputException.class, () -> TextGenerator.load(gpt));
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() throws Exception {
        Path small = written("small", GPT.replace("\"vocab_size\": 258", "\"vocab_size\": 257"));
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> TextGenerator.load(small));
        assertEquals(
                "the tokenizer in " + small + " has token ids up to 257 but they must stay below vocab_size of its"
                        + " config.json (257); use the tokenizer and the model that belong together.",
                refused.getMessage());
    }

    private String decoded(int[] tokens) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(gpt)) {
            return tokenizer.decode(tokens);
        }
    }

    private static JsonObject settings(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }
}
