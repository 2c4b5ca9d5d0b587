package dev.jformers.training.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one YAML document as a tree that knows its lines; keys that come twice are reported and the first one is kept. */
final class YamlReader {

    private static final YAMLFactory YAML = new YAMLFactory();

    // As snakeyaml writes the place of a syntax error.
    private static final Pattern PLACE = Pattern.compile("line ([0-9]{1,9}), column ([0-9]{1,9})");

    private final String source;
    private final boolean hasLines;
    private final Problems problems;
    private boolean aliased;

    /**
     * @param source what messages call the text
     * @param hasLines whether the text is a file; an override has no lines worth telling
     */
    YamlReader(String source, boolean hasLines, Problems problems) {
        this.source = source;
        this.hasLines = hasLines;
        this.problems = problems;
    }

    /** Returns the document; null if it is empty, or is no YAML or has aliases, which is then reported. */
    @Nullable
    Node read(String text, String path) {
        try (YAMLParser parser = YAML.createParser(text)) {
            Node root = parser.nextToken() == null ? null : value(parser, at(parser.currentTokenLocation()), path);
            if (root != null && parser.nextToken() != null) {
                problems.add(
                        at(parser.currentTokenLocation()), path, "starts a second YAML document; a recipe has one");
            }
            return aliased ? null : root;
        } catch (JsonProcessingException notYaml) {
            reportSyntax(notYaml, text, path);
            return null;
        } catch (IOException impossible) {
            throw new UncheckedIOException(source + " cannot be read", impossible);
        }
    }

    private Node value(YAMLParser parser, Location at, String path) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, at, path);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(parser, at, path);
        }
        if (parser.isCurrentAlias()) {
            aliased = true;
            problems.add(
                    at, path, "is the alias *" + parser.getText() + "; a recipe has no aliases, write the value out");
        }
        return new Node.Scalar(
                at, token == JsonToken.VALUE_NULL ? null : parser.getText(), token == JsonToken.VALUE_STRING);
    }

    private Node mapping(YAMLParser parser, Location at, String path) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            Location keyAt = at(parser.currentTokenLocation());
            parser.nextToken();
            Node first = entries.putIfAbsent(key, value(parser, keyAt, keyPath));
            if (first != null) {
                problems.add(
                        keyAt,
                        keyPath,
                        "is given twice, first on line " + first.at().line() + "; keep one of them");
            }
        }
        return new Node.Mapping(at, entries);
    }

    private Node sequence(YAMLParser parser, Location at, String path) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, at(parser.currentTokenLocation()), path + "[" + items.size() + "]"));
        }
        return new Node.Sequence(at, items);
    }

    private Location at(@Nullable JsonLocation location) {
        return hasLines && location != null
                ? new Location(source, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()))
                : Location.of(source);
    }

    private void reportSyntax(JsonProcessingException notYaml, String text, String path) {
        String message = notYaml.getOriginalMessage();
        Location at = at(notYaml.getLocation());
        // A message may tell two places, where a construct began and where it went wrong; the exception tells only the
        // first.
        Matcher place = PLACE.matcher(message);
        while (hasLines && place.find()) {
            at = new Location(source, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
        }
        if (indentedWithTab(text, at.line())) {
            problems.add(at, path, "is indented with a tab; YAML takes only spaces");
            return;
        }
        // The parser quotes the text below each of its sentences, indented; its sentences are not.
        String reason = message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .map(line -> line.replaceFirst(", got this instead: .*", ""))
                .collect(Collectors.joining(", "));
        problems.add(at, path, "is not YAML: " + reason);
    }

    private static boolean indentedWithTab(String text, int line) {
        return text.lines()
                .skip(Math.max(0, line - 1))
                .findFirst()
                .map(content -> content.matches(" *\t.*"))
                .orElse(false);
    }
}
