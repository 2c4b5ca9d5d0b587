package dev.jformers.chat.template;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat template, rendered as Hugging Face does: {@code trim_blocks} and {@code lstrip_blocks}, {@code break} and {@code continue},
 * {@code generation}, {@code raise_exception}, {@code strftime_now}, {@code namespace}, {@code tojson} without HTML. It reads no files,
 * calls no Java, and ends: length, steps and depth are bounded. Immutable.
 */
public final class Template {

    private static final int MAX_SOURCE = 1_000_000;
    private static final int MAX_RANGE = 100_000;

    private final String name;
    private final Node content;

    private Template(String name, Node content) {
        this.name = name;
        this.content = content;
    }

    /**
     * @param name where the template is, for messages
     * @throws InvalidInputException if it is no template, or uses what is not supported; the message names the line
     */
    public static Template parse(String name, String source) {
        if (source.length() > MAX_SOURCE) {
            throw new InvalidInputException(
                    name + " has " + source.length() + " letters; at most " + MAX_SOURCE + " are read.");
        }
        Scanner scanner = new Scanner(source);
        List<Token> read;
        try {
            read = scanner.tokens();
        } catch (TemplateError e) {
            throw invalid(name, scanner.line(), e);
        }
        Tokens tokens = new Tokens(read);
        try {
            return new Template(name, new StatementParser(tokens).template());
        } catch (TemplateError e) {
            throw invalid(name, tokens.line(), e);
        }
    }

    /**
     * @param variables that the template may use
     * @param clock tells the template the day
     * @throws InvalidInputException if the template refuses the variables by {@code raise_exception}, with its words, or does not fit them
     */
    public String render(JsonObject variables, Clock clock) {
        Run run = new Run(clock);
        Scope scope = globals(run).inner();
        variables.asMap().forEach((key, value) -> scope.set(key, Values.of(value)));
        Output output = new Output();
        try {
            content.render(scope, output);
        } catch (RaisedError e) {
            throw new InvalidInputException(name + " refuses the messages: " + e.getMessage(), e);
        } catch (TemplateError e) {
            throw invalid(name, run.line(), e);
        }
        return output.text();
    }

    private static InvalidInputException invalid(String name, int line, TemplateError error) {
        return new InvalidInputException(name + ", line " + line + ": " + error.getMessage(), error);
    }

    private static Scope globals(Run run) {
        Scope scope = new Scope(run);
        function(scope, "raise_exception", given -> {
            throw new RaisedError(Values.text(given.required(0, "message")));
        });
        function(
                scope,
                "strftime_now",
                given -> Strftime.format(given.text(0, "format"), LocalDateTime.now(run.clock())));
        function(scope, "namespace", given -> new Namespace(entries(given)));
        function(scope, "dict", Template::entries);
        function(scope, "range", Template::range);
        return scope;
    }

    private static void function(Scope scope, String name, Callable function) {
        scope.set(name, function);
    }

    private static Map<String, Object> entries(Arguments given) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (!given.positional().isEmpty() && given.positional().get(0) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> entries.put(Values.text(key), value));
        }
        entries.putAll(given.named());
        return entries;
    }

    private static Object range(Arguments given) {
        int count = given.positional().size();
        int first = Values.requireInt(given.required(0, "stop"), "stop");
        int start = count > 1 ? first : 0;
        int stop = count > 1 ? Values.requireInt(given.required(1, "stop"), "stop") : first;
        int step = count > 2 ? Values.requireInt(given.required(2, "step"), "step") : 1;
        if (step == 0 || Math.abs(((long) stop - start) / step) > MAX_RANGE) {
            throw new TemplateError("a range must have a step and at most " + MAX_RANGE + " numbers");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            numbers.add(i);
        }
        return numbers;
    }
}
