package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.tokenizer.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {

    @TempDir
    Path folder;

    private String model;

    /** A GPT-2 with random weights and a token a byte. */
    @BeforeEach
    void writeModel() throws IOException {
        Path target = folder.resolve("model");
        model = target.toString();
        CommandRun made = CommandRun.of(
                "new",
                "--family",
                "gpt2",
                "--architecture",
                "GPT2LMHeadModel",
                "--set",
                "vocab_size=258",
                "--set",
                "n_embd=16",
                "--set",
                "n_layer=2",
                "--set",
                "n_head=2",
                "--set",
                "n_positions=32",
                "--set",
                "eos_token_id=256",
                "--output",
                model);
        assertEquals(ExitCodes.OK, made.code(), made.errors());
        Path tokenizer = folder.resolve("tokenizer");
        HuggingFaceFolderWriter files = new HuggingFaceFolderWriter(new JsonObject(), new SafetensorsWriter());
        new ByteTokenizer(0).addTo(files, 32);
        files.write(tokenizer);
        Files.copy(tokenizer.resolve("tokenizer.json"), target.resolve("tokenizer.json"));
    }

    @Test
    void aTextIsWrittenToStandardOutput() {
        CommandRun run = CommandRun.of("generate", model, "once", "--set", "max_new_tokens=8");
        assertEquals(ExitCodes.OK, run.code(), run.errors());
        assertEquals("", run.errors());
        assertTrue(run.out().endsWith(System.lineSeparator()), run.out());
    }

    @Test
    void jsonHasTextTokensAndTiming() {
        CommandRun run = CommandRun.of("generate", model, "once", "--json", "--set", "max_new_tokens=8");
        assertEquals(ExitCodes.OK, run.code(), run.errors());
        JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
        assertEquals(4, json.get("prompt_tokens").getAsInt());
        assertTrue(json.getAsJsonArray("tokens").size() <= 8);
        assertEquals(
                json.getAsJsonArray("tokens").size(),
                json.getAsJsonArray("log_probabilities").size());
        assertTrue(json.getAsJsonArray("log_probabilities").get(0).getAsDouble() < 0);
        assertTrue(json.get("seconds_to_first_token").getAsDouble() > 0);
        assertTrue(json.get("seconds").getAsDouble()
                >= json.get("seconds_to_first_token").getAsDouble());
        assertTrue(json.get("tokens_per_second").getAsDouble() > 0);
    }

    @Test
    void severalTextsAreALineEach() {
        List<String> command =
                List.of("generate", model, "once", "--set", "num_return_sequences=3", "--set", "num_beams=3", "--json");
        CommandRun beams = CommandRun.of(command.toArray());
        assertEquals(ExitCodes.OK, beams.code(), beams.errors());
        assertEquals(
                3, beams.out().lines().map(JsonParser::parseString).distinct().count());
        CommandRun drawn = CommandRun.of(
                "generate",
                model,
                "once",
                "--set",
                "num_return_sequences=2",
                "--set",
                "do_sample=true",
                "--regex",
                "[a-z]{5}");
        assertEquals(ExitCodes.OK, drawn.code(), drawn.errors());
        assertTrue(drawn.out().matches("([a-z]{5}\\R){2}"), drawn.out());
    }

    private Path prompts(long[][] ids, long[][] mask) throws IOException {
        Path file = folder.resolve("in.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            new SafetensorsWriter()
                    .add("input_ids", manager.create(ids))
                    .add("attention_mask", manager.create(mask))
                    .write(file);
        }
        return file;
    }

    @Test
    void whatBecomesOfATextThatIsTooLongIsAChoiceAndIsSaid() {
        String prompt = "once upon a time there was a small model";
        CommandRun.of("generate", model, prompt)
                .failed("jformers generate: the prompt has 40 tokens but the model knows 32 positions, which leaves"
                        + " none to write on; shorten it, or choose that its beginning is left out"
                        + " (GenerationConfig.withTooLong, --too-long: truncate or slide).");
        CommandRun ended = CommandRun.of("generate", model, "once", "--json", "--set", "eos_token_id=null");
        assertEquals(
                "the model knows 32 positions: the text ended at the last one; --too-long slide goes on\n",
                ended.errors());
        assertEquals("positions", only(ended).get("finish_reason").getAsString());
        CommandRun cut = CommandRun.of(
                "generate", model, prompt, "--json", "--too-long", "truncate", "--set", "max_new_tokens=4");
        assertEquals("the model knows 32 positions: 12 tokens were left out (--too-long truncate)\n", cut.errors());
        CommandRun slid = CommandRun.of(
                "generate",
                model,
                prompt,
                "--json",
                "--too-long",
                "slide",
                "--set",
                "max_new_tokens=30",
                "--set",
                "eos_token_id=null");
        assertEquals("the model knows 32 positions: 40 tokens were left out (--too-long slide)\n", slid.errors());
        assertEquals(30, only(slid).getAsJsonArray("tokens").size());
        assertEquals(40, only(slid).get("dropped_tokens").getAsInt());
        assertEquals("slide", only(slid).get("too_long").getAsString());
        assertEquals("length", only(slid).get("finish_reason").getAsString());
    }

    private static JsonObject only(CommandRun run) {
        return JsonParser.parseString(run.succeeded()).getAsJsonObject();
    }

    @Test
    void tensorsBecomeSequencesBehindTheirPrompts() throws IOException {
        Path input = prompts(new long[][] {{5, 6, 7}, {0, 0, 9}}, new long[][] {{1, 1, 1}, {0, 0, 1}});
        Path output = folder.resolve("out.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            CommandRun run = CommandRun.of(
                    "generate",
                    model,
                    "--input",
                    input.toString(),
                    "--output",
                    output.toString(),
                    "--set",
                    "max_new_tokens=4",
                    "--set",
                    "eos_token_id=null",
                    "--set",
                    "num_beams=3",
                    "--set",
                    "num_return_sequences=2");
            assertEquals(ExitCodes.OK, run.code(), run.errors());
            NDArray sequences = Safetensors.open(output).array("sequences", manager);
            assertEquals("(4, 7)", sequences.getShape().toString());
            assertEquals(
                    "[5, 6, 7]", Arrays.toString(Arrays.copyOf(sequences.get(1).toLongArray(), 3)));
            assertEquals(
                    4, Safetensors.open(output).info("sequences_scores").shape().get(0));
        }
    }

    @Test
    void guessesAndAKeptPromptLeaveTheTextAsItIs() {
        JsonObject plain = json();
        String cache = folder.resolve("prompt.safetensors").toString();
        for (String[] options : new String[][] {
            {"--draft-model", model},
            {"--prompt-lookup", "4"},
            {"--prompt-cache", cache},
            {"--prompt-cache", cache, "--prompt-lookup", "2"}
        }) {
            JsonObject helped = json(options);
            assertEquals(plain.get("tokens"), helped.get("tokens"), String.join(" ", options));
        }
        assertTrue(Files.exists(folder.resolve("prompt.safetensors")));
        assertEquals(1, json("--draft-model", model).get("acceptance_rate").getAsDouble());
    }

    private JsonObject json(String... options) {
        List<Object> command = new ArrayList<>(List.of("generate", model, "once upon", "--json"));
        command.addAll(List.of("--set", "max_new_tokens=12", "--set", "eos_token_id=null"));
        command.addAll(List.of(options));
        CommandRun run = CommandRun.of(command.toArray());
        assertEquals(ExitCodes.OK, run.code(), run.errors());
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    @Test
    void scoresAreWrittenWhereTheyAreAskedFor() throws IOException {
        Path input = prompts(new long[][] {{5, 6, 7}, {8, 8, 9}}, new long[][] {{1, 1, 1}, {1, 1, 1}});
        Path output = folder.resolve("out.safetensors");
        CommandRun run = CommandRun.of(
                "generate",
                model,
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--set",
                "max_new_tokens=4",
                "--set",
                "eos_token_id=null",
                "--set",
                "output_scores=true");
        assertEquals(ExitCodes.OK, run.code(), run.errors());
        assertEquals(
                List.of(2L, 4L, 258L), Safetensors.open(output).info("scores").shape());
        assertEquals(
                List.of(2L, 4L),
                Safetensors.open(output).info("transition_scores").shape());
    }

    @Test
    void promptsPaddedAtTheirEndAreRefused() throws IOException {
        Path input = prompts(new long[][] {{5, 6, 7}}, new long[][] {{1, 1, 0}});
        CommandRun run = CommandRun.of(
                "generate",
                model,
                "--input",
                input.toString(),
                "--output",
                folder.resolve("out").toString());
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().contains("pad prompts at their beginning"), run.errors());
        assertTrue(Files.notExists(folder.resolve("out")));
    }

    @Test
    void aMessageIsAnsweredByTheChatTemplate() throws IOException {
        writeTemplate();
        CommandRun run = CommandRun.of(
                "generate", model, "hi", "--chat", "--system", "short", "--json", "--set", "max_new_tokens=3");
        JsonObject json = JsonParser.parseString(run.succeeded()).getAsJsonObject();
        assertEquals("hi", json.get("prompt").getAsString());
        assertEquals("sshort|uhi|a".length(), json.get("prompt_tokens").getAsInt());
    }

    @Test
    void linesAreAConversationThatIsRemembered() throws IOException {
        writeTemplate();
        CommandRun run = CommandRun.withInput(
                "hi\nyes\n", "generate", model, "--chat", "--json", "--set", "max_new_tokens=2", "--set", "seed=1");
        List<JsonObject> answers = run.succeeded()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(2, answers.size());
        assertEquals("uhi|a".length(), answers.get(0).get("prompt_tokens").getAsInt());
        assertTrue(answers.get(1).get("prompt_tokens").getAsInt() >= "uhi|a|uyes|a".length());
    }

    @Test
    void aModelWithoutATemplateDoesNotChat() {
        CommandRun run = CommandRun.of("generate", model, "hi", "--chat");
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().contains("the model has no chat template"), run.errors());
        assertRefused("--system goes with --chat", "generate", model, "hi", "--system", "short");
        assertRefused("--chat goes without --input", "generate", model, "--chat", "--input", "a", "--output", "b");
    }

    private void writeTemplate() throws IOException {
        Files.writeString(
                Path.of(model, "chat_template.jinja"),
                "{% for m in messages %}{{ m.role[0] }}{{ m.content }}|{% endfor %}{{ 'a' if add_generation_prompt }}");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertRefused("give either a prompt, or --input and --output", "generate", model);
        assertRefused("give either a prompt", "generate", model, "once", "--input", "a", "--output", "b");
        assertRefused("--input and --output belong together", "generate", model, "--input", "a");
        assertRefused("--stop is for a prompt", "generate", model, "--input", "a", "--output", "b", "--stop", "x");
        assertRefused("mutually exclusive", "generate", model, "once", "--use-mtp", "--prompt-lookup", "3");
        CommandRun impossible =
                CommandRun.of("generate", model, "once", "--set", "temperature=0", "--set", "do_sample=true");
        assertEquals(ExitCodes.FAILED, impossible.code());
        assertTrue(impossible.errors().contains("temperature is 0.0 but must be above 0"), impossible.errors());
    }

    @Test
    void whatChangesNothingOrMeansNothingIsSaid() {
        String[] few = {"--set", "max_new_tokens=2"};
        assertEquals(
                "--set temperature changes nothing, for no token is drawn; add --set do_sample=true\n",
                CommandRun.of("generate", model, "once", "--set", "temperature=0.5", few[0], few[1])
                        .errors());
        CommandRun.of("generate", model, "once", "--set", "temperature=NaN")
                .failed("jformers generate: the settings: temperature is \"NaN\" but must be a finite number.");
        CommandRun.of("generate", model, "once", "--stop", "")
                .failed("jformers generate: a stop string is empty, which would end each text before it begins; leave"
                        + " it out.");
        CommandRun.of("generate", model, "once", "--stop", "caf\ufffd")
                .failed("jformers generate: the stop string \"caf\ufffd\" begins or ends in the middle of a character,"
                        + " or is not UTF-8; give whole characters.");
        assertRefused("the prompt has bytes that are not UTF-8", "generate", model, "caf\ufffd");
        CommandRun.of("generate", model, "once", "--regex", "[^\\x00-\\x{10FFFF}]")
                .failed("jformers generate: the regular expression [^\\x00-\\x{10FFFF}] matches no text; loosen it.");
    }

    @Test
    void aDraftModelWithOtherTokensAndAPromptCacheOfAnotherModelAreRefused() throws IOException {
        Path other = Models.copy(Path.of(model), folder.resolve("other"));
        Models.replaceInConfig(other, "\"n_head\": 2", "\"n_head\": 4");
        String cache = folder.resolve("prompt.safetensors").toString();
        CommandRun.of("generate", model, "once", "--prompt-cache", cache).succeeded();
        CommandRun.of("generate", other, "once", "--prompt-cache", cache)
                .failed("jformers generate: " + cache
                        + ": is the prompt cache of another model, its weights or config are"
                        + " not these; delete it, or name another file.");
        Path tokenizer = other.resolve("tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer).replaceFirst("\"A\"", "\"A_\""));
        CommandRun.of("generate", model, "once", "--draft-model", other)
                .failed("jformers generate: " + tokenizer + " has other tokens than " + Path.of(model, "tokenizer.json")
                        + "; take a draft model with the same vocabulary.");
    }

    private static void assertRefused(String message, Object... command) {
        CommandRun run = CommandRun.of(command);
        assertEquals(ExitCodes.USAGE, run.code());
        assertTrue(run.errors().contains(message), run.errors());
    }
}
