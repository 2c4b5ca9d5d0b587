package dev.jformers.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The templates of a folder, and its tokenizer's special tokens.
 *
 * @param sources where each is and what it says, by its name
 */
record TemplateFiles(Map<String, Source> sources, Map<String, String> specialTokens) {

    static final String DEFAULT = "default";

    private static final String CONFIG = "tokenizer_config.json";
    private static final String KEY = "chat_template";
    private static final String FILE = "chat_template.jinja";
    private static final String FOLDER = "additional_chat_templates";
    private static final String ENDING = ".jinja";

    /** A template that is not parsed yet. */
    record Source(String place, String text) {}

    static TemplateFiles read(Path folder) throws IOException {
        JsonObject config = json(folder.resolve(CONFIG));
        Map<String, Source> sources = new TreeMap<>();
        addFiles(folder, sources);
        if (sources.isEmpty()) {
            addConfigured(KEY + " in " + folder.resolve(CONFIG), config.get(KEY), sources);
        }
        Map<String, String> tokens = new LinkedHashMap<>();
        addTokens(json(folder.resolve("special_tokens_map.json")), tokens);
        addTokens(config, tokens);
        return new TemplateFiles(sources, tokens);
    }

    Optional<ChatTemplate> find(String name) {
        return Optional.ofNullable(sources.get(name))
                .map(source -> ChatTemplate.of(source.place(), source.text(), specialTokens));
    }

    Set<String> names() {
        return new TreeSet<>(sources.keySet());
    }

    private static JsonObject json(Path file) throws IOException {
        return Files.isRegularFile(file) ? StrictJson.read(file) : new JsonObject();
    }

    private static void addFiles(Path folder, Map<String, Source> sources) throws IOException {
        if (Files.isRegularFile(folder.resolve(FILE))) {
            sources.put(DEFAULT, source(folder.resolve(FILE)));
        }
        if (Files.isDirectory(folder.resolve(FOLDER))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(FOLDER), "*" + ENDING)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    sources.put(name.substring(0, name.length() - ENDING.length()), source(file));
                }
            }
        }
    }

    private static Source source(Path file) throws IOException {
        try {
            return new Source(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + " is not UTF-8; convert it, as with `iconv -t UTF-8`", e);
        }
    }

    private static void addConfigured(String place, JsonElement value, Map<String, Source> sources) {
        if (value instanceof JsonPrimitive text && text.isString()) {
            sources.put(DEFAULT, new Source(place, text.getAsString()));
        } else if (value instanceof JsonArray named) {
            named.forEach(entry -> addNamed(place, entry, sources));
        } else if (value != null && !value.isJsonNull()) {
            throw new InvalidInputException(
                    place + " is " + value + " but must be a text, or a list of objects with name and template.");
        }
    }

    private static void addNamed(String place, JsonElement entry, Map<String, Source> sources) {
        if (entry instanceof JsonObject object
                && object.get("name") instanceof JsonPrimitive name
                && object.get("template") instanceof JsonPrimitive template) {
            sources.put(name.getAsString(), new Source(place, template.getAsString()));
        } else {
            throw new InvalidInputException(place + " has " + entry + " but each entry must have name and template.");
        }
    }

    private static void addTokens(JsonObject json, Map<String, String> tokens) {
        json.asMap().forEach((key, value) -> {
            JsonElement text = value instanceof JsonObject described ? described.get("content") : value;
            if (key.endsWith("_token") && text instanceof JsonPrimitive token && token.isString()) {
                tokens.put(key, token.getAsString());
            }
        });
    }
}
