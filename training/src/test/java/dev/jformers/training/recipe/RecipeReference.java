package dev.jformers.training.recipe;

import com.google.gson.JsonObject;
import dev.jformers.training.setting.Choice;
import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference of a recipe's keys in Markdown, from the records. */
final class RecipeReference {

    private static final String OPENING = """
            # Configuration

            <!-- Generated from the records in training/src/main/java/dev/jformers/training/recipe; do not edit. -->

            A run is described by one YAML file. `configs/` has examples; the smallest that fine-tunes a classifier on your own CSV:

            ```yaml
            # yaml-language-server: $schema=../docs/recipe.schema.json
            output_dir: runs/mine
            model: {type: pretrained, path: models/all-minilm-l6-v2}
            stages:
              - type: train
                name: fine-tune
                objective: {type: classification}
                train: {path: data/mine.csv, text_column: text, label_column: label}
            export: {path: runs/mine/export}
            ```

            The first line makes editors with a YAML language server complete and check the file. Every problem of a file is reported at
            once, with its line. Paths start at the working directory. Keys are those of Hugging Face's TrainingArguments where it has them.

            `--set` gives a value in place of the file's. Parts of the path are joined by dots; a stage goes by its number, from 0, or its
            name: `--set stages.fine-tune.max_steps=10`. The value is YAML: `--set "stages.0.train.columns=[label, text]"`.

            Numbers may be written `1e-4`. YAML's aliases and merge keys are not read.
            """;

    private final StringBuilder text = new StringBuilder(OPENING);
    private final Set<Class<?>> todo = new LinkedHashSet<>();

    private RecipeReference() {}

    static String generate() {
        RecipeReference reference = new RecipeReference();
        reference.todo.add(Recipe.class);
        Set<Class<?>> done = new LinkedHashSet<>();
        while (!done.containsAll(reference.todo)) {
            Class<?> next = reference.todo.stream()
                    .filter(type -> !done.contains(type))
                    .findFirst()
                    .orElseThrow();
            done.add(next);
            reference.section(next);
        }
        return reference.text.toString();
    }

    private void section(Class<?> type) {
        text.append("\n## ").append(title(type)).append("\n\n");
        if (Key.isChoice(type)) {
            text.append("The key `type` selects one of these:\n\n| `type` | meaning |\n|---|---|\n");
            Key.options(type)
                    .forEach((name, option) -> text.append("| [`%s`](#%s) | %s |\n"
                            .formatted(
                                    name,
                                    anchor(option),
                                    option.getAnnotation(Choice.class).meaning())));
            todo.addAll(Key.options(type).values());
            return;
        }
        Choice choice = type.getAnnotation(Choice.class);
        if (choice != null) {
            text.append("`type: ")
                    .append(choice.value())
                    .append("`. ")
                    .append(choice.meaning())
                    .append("\n\n");
        }
        text.append("| key | type | default | rule | meaning |\n|---|---|---|---|---|\n");
        Key.of(type)
                .forEach(key -> text.append("| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                                key.name(),
                                typeName(key.component().getGenericType()),
                                defaultText(key),
                                rule(key),
                                key.setting().value())));
    }

    private String typeName(Type type) {
        if (type instanceof ParameterizedType list) {
            return "list of " + typeName(list.getActualTypeArguments()[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() || Key.isChoice(plain)) {
            todo.add(plain);
            return "[" + title(plain) + "](#" + anchor(plain) + ")";
        }
        if (plain.isEnum()) {
            return ScalarType.constants(plain).stream().collect(Collectors.joining("`, `", "`", "`"));
        }
        return switch (plain.getSimpleName()) {
            case "int", "Integer", "long" -> "whole number";
            case "double", "Double" -> "number";
            case "boolean" -> "`true`, `false`";
            default ->
                plain == JsonObject.class
                        ? "keys and values"
                        : plain.getSimpleName().equals("Path") ? "path" : "text";
        };
    }

    private static String defaultText(Key key) {
        if (key.required()) {
            return "*required*";
        }
        if (!key.setting().derived().isEmpty()) {
            return key.setting().derived();
        }
        return "`"
                + (key.setting().byDefault().isEmpty() ? "null" : key.setting().byDefault()) + "`";
    }

    private static String rule(Key key) {
        try {
            return Arrays.stream(key.component()
                            .getDeclaringRecord()
                            .getDeclaredField(key.component().getName())
                            .getAnnotations())
                    .filter(annotation -> annotation.annotationType().isAnnotationPresent(Constraint.class))
                    .map(RecipeReference::message)
                    .distinct()
                    .collect(Collectors.joining("; "));
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String message(Annotation constraint) {
        try {
            return (String) constraint.annotationType().getMethod("message").invoke(constraint);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String title(Class<?> type) {
        String words = Key.snakeCase(type.getSimpleName()).substring(1).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String anchor(Class<?> type) {
        return title(type).toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
