package dev.jformers.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.chat.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a conversation into the text that a model reads, as {@code apply_chat_template} of Hugging Face's transformers does. The text has
 * its special tokens in it: a tokenizer must not add them again. So has a message that holds one: whoever writes it writes tokens.
 * Immutable and thread-safe.
 */
public final class ChatTemplate {

    private final Template template;
    private final Map<String, String> specialTokens;

    private ChatTemplate(Template template, Map<String, String> specialTokens) {
        this.template = template;
        this.specialTokens = specialTokens;
    }

    /**
     * @param name where the template is, for messages
     * @param source Jinja
     * @param specialTokens the variables that stand for the tokenizer's own tokens, such as {@code bos_token}
     * @throws InvalidInputException if it is no template, or uses what is not supported; the message names the line
     */
    public static ChatTemplate of(String name, String source, Map<String, String> specialTokens) {
        return new ChatTemplate(Template.parse(name, source), Map.copyOf(specialTokens));
    }

    /**
     * The template of a folder: {@code chat_template.jinja}, or {@code chat_template} in {@code tokenizer_config.json}, of which the one
     * called {@code default} where there are several.
     *
     * @return nothing if the folder has none
     * @throws InvalidInputException if it is none that can be read
     * @throws IOException if a file cannot be read
     */
    public static Optional<ChatTemplate> read(Path folder) throws IOException {
        return TemplateFiles.read(folder).find(TemplateFiles.DEFAULT);
    }

    /**
     * One of a folder's templates by its name, such as {@code tool_use} or {@code rag}.
     *
     * @throws InvalidInputException if there is none of this name; the message has those that there are
     * @throws IOException if a file cannot be read
     */
    public static ChatTemplate read(Path folder, String name) throws IOException {
        TemplateFiles files = TemplateFiles.read(folder);
        return files.find(name)
                .orElseThrow(() -> new InvalidInputException(
                        folder + " has no chat template \"" + name + "\"; it has " + files.names() + "."));
    }

    /**
     * @param messages in their order, at least one
     * @param addGenerationPrompt whether the text ends with what opens an answer
     * @throws InvalidInputException if the template refuses the messages, with its own words
     */
    public String render(List<Message> messages, boolean addGenerationPrompt) {
        JsonArray array = new JsonArray();
        for (Message message : messages) {
            JsonObject object = new JsonObject();
            object.addProperty("role", message.role());
            object.addProperty("content", message.content());
            array.add(object);
        }
        JsonObject variables = new JsonObject();
        variables.addProperty("add_generation_prompt", addGenerationPrompt);
        return render(array, variables);
    }

    /**
     * Messages as JSON has them, with all that a template may know of: calls of tools, parts of a message.
     *
     * @param messages objects; a key whose value is null counts as absent
     * @param variables what else the template reads, such as {@code add_generation_prompt}, {@code tools} or {@code enable_thinking}
     * @throws InvalidInputException if the template refuses the messages, with its own words
     */
    public String render(JsonArray messages, JsonObject variables) {
        return render(messages, variables, Clock.systemDefaultZone());
    }

    /** With a clock that tells the template the day. */
    String render(JsonArray messages, JsonObject variables, Clock clock) {
        if (messages.isEmpty()) {
            throw new InvalidInputException("a conversation must have at least one message.");
        }
        JsonObject all = new JsonObject();
        specialTokens.forEach(all::addProperty);
        for (String key : List.of("tools", "documents")) {
            all.add(key, JsonNull.INSTANCE);
        }
        all.addProperty("add_generation_prompt", false);
        variables.asMap().forEach(all::add);
        JsonArray given = new JsonArray();
        messages.forEach(message -> given.add(withoutNulls(message)));
        all.add("messages", given);
        return template.render(all, clock);
    }

    private static JsonObject withoutNulls(JsonElement message) {
        if (!(message instanceof JsonObject object)) {
            throw new InvalidInputException(
                    "a message is " + message + " but must be an object with role and content.");
        }
        JsonObject copy = new JsonObject();
        object.asMap().forEach((key, value) -> {
            if (!value.isJsonNull()) {
                copy.add(key, value);
            }
        });
        return copy;
    }
}
