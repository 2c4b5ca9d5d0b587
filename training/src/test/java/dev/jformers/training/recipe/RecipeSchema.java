package dev.jformers.training.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import com.google.gson.JsonObject;
import dev.jformers.training.setting.Choice;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON schema of a recipe, from the records. */
final class RecipeSchema {

    private RecipeSchema() {}

    static JsonNode generate() {
        // Draft 7 is what editors know best.
        var builder = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS)
                .with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS));
        builder.forFields()
                .withPropertyNameOverrideResolver(field -> key(field).name())
                .withRequiredCheck(field -> key(field).required())
                .withNullableCheck(field -> !field.isFakeContainerItemScope()
                        && (key(field).nullable()
                                || !key(field).setting().derived().isEmpty()))
                .withDescriptionResolver(field -> field.isFakeContainerItemScope()
                        ? null
                        : key(field).setting().value())
                .withDefaultResolver(field -> field.isFakeContainerItemScope() ? null : defaultValue(key(field)));
        builder.forTypesInGeneral()
                .withPropertySorter(Comparator.comparing(member -> 0))
                .withDescriptionResolver(RecipeSchema::meaning)
                .withSubtypeResolver((declared, context) -> Key.isChoice(declared.getErasedType())
                        ? Key.options(declared.getErasedType()).values().stream()
                                .map(option -> context.getTypeContext().resolve(option))
                                .toList()
                        : null)
                .withCustomDefinitionProvider((type, context) -> definition(type.getErasedType(), context))
                .withTypeAttributeOverride(RecipeSchema::close);
        return new SchemaGenerator(builder.build()).generateSchema(Recipe.class);
    }

    private static Key key(FieldScope field) {
        return Key.of(field.getDeclaringType().getErasedType()).stream()
                .filter(key -> key.component().getName().equals(field.getDeclaredName()))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Object defaultValue(Key key) {
        Object value = key.defaultValue();
        return value instanceof Enum<?> ? key.setting().byDefault() : value;
    }

    private static @Nullable String meaning(TypeScope scope) {
        Choice choice = scope.getType().getErasedType().getAnnotation(Choice.class);
        return choice == null ? null : choice.meaning();
    }

    private static @Nullable CustomDefinition definition(Class<?> type, SchemaGenerationContext context) {
        ObjectNode node = context.getGeneratorConfig().createObjectNode();
        if (type == Path.class) {
            node.put("type", "string").put("minLength", 1);
        } else if (type == JsonObject.class) {
            node.put("type", "object");
        } else if (type.isEnum()) {
            node.put("type", "string");
            List<String> constants = ScalarType.constants(type);
            constants.forEach(node.putArray("enum")::add);
        } else {
            return null;
        }
        return new CustomDefinition(
                node, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    /** Allows a record no other keys than its own and, in an option of a choice, {@code type}, which comes first. */
    private static void close(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        Class<?> type = scope.getType().getErasedType();
        if (!type.isRecord() || !(schema.get("properties") instanceof ObjectNode properties)) {
            return;
        }
        schema.put("additionalProperties", false);
        Choice choice = type.getAnnotation(Choice.class);
        if (choice != null) {
            // No deep copy: the generator fills in references later, in the nodes that are here now.
            ObjectNode own = properties.objectNode().setAll(properties);
            properties.removeAll();
            properties.putObject(Key.TYPE).put("const", choice.value()).put("description", choice.meaning());
            properties.setAll(own);
            ArrayNode required =
                    schema.get("required") instanceof ArrayNode given ? given : schema.putArray("required");
            required.insert(0, Key.TYPE);
        }
    }
}
