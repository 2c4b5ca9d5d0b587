package dev.jformers.training.recipe;

import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.Setting;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record component as a YAML key. */
record Key(RecordComponent component, Setting setting) {

    /** The key that selects the option of a sealed choice. */
    static final String TYPE = "type";

    static List<Key> of(Class<?> recordType) {
        return Arrays.stream(recordType.getRecordComponents())
                .map(component -> new Key(
                        component,
                        Objects.requireNonNull(
                                component.getAnnotation(Setting.class), () -> component + " has no @Setting")))
                .toList();
    }

    /** Says whether a type is a choice between records; an enum whose constants have bodies is sealed too, but is none. */
    static boolean isChoice(Class<?> type) {
        return type.isSealed() && type.isInterface();
    }

    /** The options of a sealed choice by the value of {@code type}, in the order of its {@code permits}. */
    static Map<String, Class<?>> options(Class<?> choice) {
        Map<String, Class<?>> options = new LinkedHashMap<>();
        for (Class<?> option : choice.getPermittedSubclasses()) {
            options.put(option.getAnnotation(Choice.class).value(), option);
        }
        return options;
    }

    String name() {
        return snakeCase(component.getName());
    }

    boolean nullable() {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    boolean required() {
        return !nullable() && setting.byDefault().isEmpty() && setting.derived().isEmpty();
    }

    /** The value where the key is left out; null where there is none. */
    @Nullable
    Object defaultValue() {
        return setting.byDefault().isEmpty()
                ? null
                : ScalarType.of(component.getType()).read().apply(setting.byDefault());
    }

    @Nullable
    Object valueIn(Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("Cannot read " + component, broken);
        }
    }

    static Object newRecord(Class<?> recordType, @Nullable Object[] values) {
        Class<?>[] types = Arrays.stream(recordType.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = recordType.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("Cannot make a " + recordType.getName(), broken);
        }
    }

    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
