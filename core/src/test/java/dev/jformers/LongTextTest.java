package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonParser;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import dev.jformers.torch.Torch;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that go on for long: what they take, and how they are stopped. */
class LongTextTest {

    private static final String CONFIG = """
            {"model_type": "mistral", "architectures": ["MistralForCausalLM"], "vocab_size": 60, "hidden_size": 16,
             "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
             "max_position_embeddings": 4096, "sliding_window": 16, "num_further_predictions": 2}""";

    private enum Guessing {
        NOBODY,
        DRAFT_MODEL,
        PROMPT_LOOKUP,
        FURTHER_HEADS;

        Speculation speculation(PretrainedModel model) {
            return switch (this) {
                case NOBODY -> Speculation.NONE;
                case DRAFT_MODEL -> new Speculation.ByDraftModel(model, 3);
                case PROMPT_LOOKUP -> new Speculation.ByPromptLookup(4, 2);
                case FURTHER_HEADS -> new Speculation.ByFurtherHeads();
            };
        }
    }

    private final PretrainedModel model = random();

    private static PretrainedModel random() {
        Torch.engine().setRandomSeed(5);
        return PretrainedModel.random(
                ModelDescription.of("mistral", JsonParser.parseString(CONFIG).getAsJsonObject()),
                Use.INFERENCE,
                Device.cpu());
    }

    @AfterEach
    void closeModel() {
        model.close();
    }

    @ParameterizedTest
    @EnumSource
    void fiveHundredTokensLeaveNoArrayBehind(Guessing guessing) throws Exception {
        countedText(Guessing.NOBODY); // the first text makes the programs of decoding, which the model keeps
        int before = liveArrays(model.manager());
        List<Integer> alive = countedText(guessing);
        assertEquals(700, alive.size());
        int steady = alive.get(199);
        assertTrue(
                alive.subList(199, 700).stream().allMatch(count -> count == steady),
                () -> alive.subList(199, 700).toString());
        assertEquals(before, liveArrays(model.manager()), "arrays left behind by the text");
    }

    /** Live arrays at each token of a text. */
    private List<Integer> countedText(Guessing guessing) throws Exception {
        List<Integer> alive = new ArrayList<>();
        new SequenceGenerator(model, guessing.speculation(model))
                .generate(new int[][] {{5, 6, 7}}, new int[][] {{1, 1, 1}}, config("greedy", 700), (row, token) -> {
                    alive.add(liveArrays(model.manager()));
                    return true;
                });
        return alive;
    }

    @ParameterizedTest
    @ValueSource(strings = {"greedy", "sampling", "beams", "guessed"})
    void anotherThreadStopsAText(String kind) throws Exception {
        Speculation speculation = kind.equals("guessed") ? new Speculation.ByPromptLookup(3, 2) : Speculation.NONE;
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger tokens = new AtomicInteger();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            try {
                started.countDown();
                new SequenceGenerator(model, speculation)
                        .generate(
                                new int[][] {{5, 6, 7}},
                                new int[][] {{1, 1, 1}},
                                config(kind, 1_000_000),
                                (row, token) -> tokens.incrementAndGet() > 0);
            } catch (Exception e) {
                end.set(e);
            }
        });
        writer.start();
        started.await();
        while (tokens.get() < 5 && !kind.equals("beams")) {
            Thread.sleep(5);
        }
        writer.interrupt();
        writer.join(60_000);
        assertInstanceOf(InterruptedException.class, end.get());
    }

    private static GenerationConfig config(String kind, int tokens) {
        String search = switch (kind) {
            case "sampling" -> "'do_sample': true";
            case "beams" -> "'num_beams': 2";
            default -> "'do_sample': false";
        };
        String json = "{" + search + ", 'max_new_tokens': " + tokens + ", 'eos_token_id': null}";
        return GenerationJson.of(
                "settings", JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject());
    }

    /** All arrays that hang on a manager or on one of its descendants. */
    private static int liveArrays(NDManager manager) {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            int count = 0;
            for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
                count += resource instanceof NDManager child ? liveArrays(child) : 1;
            }
            return count;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
