package dev.jformers.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations become the texts that Hugging Face makes of them; {@code scripts/fixtures/chat_templates.py} wrote these. */
class ChatTemplateTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/chat-templates");
    private static final Clock DAY = Clock.fixed(Instant.parse("2026-03-05T14:07:09Z"), ZoneOffset.UTC);
    private static final Map<String, String> TOKENS = Map.of("bos_token", "<s>", "eos_token", "</s>");
    private static final List<Message> QUESTION = List.of(Message.system("short"), Message.user("why?"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatml",
                "constructs",
                "deepseek",
                "gemma",
                "gemma3",
                "llama2",
                "llama3",
                "llama31",
                "mistral",
                "mistral3",
                "phi3",
                "qwen2",
                "qwen3",
                "zephyr"
            })
    void textsAreThoseOfHuggingFace(String name) throws IOException {
        ChatTemplate template = ChatTemplate.of(name, Files.readString(FIXTURES.resolve(name + ".jinja")), TOKENS);
        JsonObject conversations = JsonParser.parseString(Files.readString(FIXTURES.resolve("conversations.json")))
                .getAsJsonObject();
        JsonArray cases = JsonParser.parseString(Files.readString(FIXTURES.resolve(name + ".json")))
                .getAsJsonArray();
        assertEquals(28, cases.size());
        for (JsonElement element : cases) {
            JsonObject expected = element.getAsJsonObject();
            String conversation = expected.get("conversation").getAsString();
            JsonObject variables = new JsonObject();
            variables.add("add_generation_prompt", expected.get("add_generation_prompt"));
            JsonArray messages = conversations.getAsJsonArray(conversation);
            if (expected.has("text")) {
                assertEquals(
                        expected.get("text").getAsString(), template.render(messages, variables, DAY), conversation);
            } else {
                InvalidInputException refused = assertThrows(
                        InvalidInputException.class, () -> template.render(messages, variables, DAY), conversation);
                if (expected.has("error")) {
                    assertEquals(
                            name + " refuses the messages: "
                                    + expected.get("error").getAsString(),
                            refused.getMessage());
                }
            }
        }
    }

    @Test
    void aFolderHasItsTemplateInTheTokenizersConfig() throws IOException {
        write(
                "tokenizer_config.json",
                "{'bos_token': {'content': '<b>'}, 'chat_template': '{{ bos_token }}{{ messages[-1].content }}'}");
        assertEquals("<b>why?", ChatTemplate.read(folder).orElseThrow().render(QUESTION, true));
    }

    @Test
    void aFileOfItsOwnGoesBeforeTheConfig() throws IOException {
        write("tokenizer_config.json", "{'chat_template': 'config'}");
        write("chat_template.jinja", "file\n");
        assertEquals("file", ChatTemplate.read(folder).orElseThrow().render(QUESTION, true));
    }

    @Test
    void severalTemplatesHaveNames() throws IOException {
        write(
                "tokenizer_config.json",
                "{'chat_template': [{'name': 'default', 'template': 'd'}, {'name': 'rag', 'template': 'r'}]}");
        assertEquals("d", ChatTemplate.read(folder).orElseThrow().render(QUESTION, true));
        assertEquals("r", ChatTemplate.read(folder, "rag").render(QUESTION, true));
        assertInvalid(
                folder + " has no chat template \"tool_use\"; it has [default, rag].",
                () -> ChatTemplate.read(folder, "tool_use"));
    }

    @Test
    void aFolderMayHaveNone() throws IOException {
        assertTrue(ChatTemplate.read(folder).isEmpty());
        write("tokenizer_config.json", "{'chat_template': 3}");
        assertInvalid(
                "chat_template in " + folder.resolve("tokenizer_config.json")
                        + " is 3 but must be a text, or a list of objects with name and template.",
                () -> ChatTemplate.read(folder));
    }

    @Test
    void whatTheTemplateKnowsIsGivenByName() {
        ChatTemplate template = ChatTemplate.of("t", "{{ tools | tojson }}{{ mood }}", TOKENS);
        JsonObject variables = new JsonObject();
        variables.addProperty("mood", "gay");
        JsonArray messages = new JsonArray();
        messages.add(new JsonObject());
        assertEquals("nullgay", template.render(messages, variables));
    }

    @Test
    void aConversationWithoutMessagesIsRefused() {
        ChatTemplate template = ChatTemplate.of("t", "x", TOKENS);
        assertInvalid("a conversation must have at least one message.", () -> template.render(List.of(), true));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), name.endsWith(".json") ? text.replace('\'', '"') : text);
    }

    private static void assertInvalid(String message, org.junit.jupiter.api.function.Executable reading) {
        assertEquals(message, assertThrows(InvalidInputException.class, reading).getMessage());
    }
}
