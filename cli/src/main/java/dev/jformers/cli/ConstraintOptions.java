package dev.jformers.cli;

import dev.jformers.checkpoint.StrictJson;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.constraint.Constraint;
import dev.jformers.tokenizer.TokenBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a generated text must match. */
final class ConstraintOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--regex",
            paramLabel = "EXPR",
            description = "Write only what this regular expression matches as a whole.")
    private @Nullable String regex;

    @Option(
            names = "--json-schema",
            paramLabel = "FILE",
            description =
                    "Write only JSON that is valid by this schema: draft 2020-12, but for what cannot be known while"
                            + " one writes (not, if, uniqueItems, patternProperties ...), which is refused by name.")
    private @Nullable Path schema;

    private @Nullable Constraint constraint;

    /**
     * The same configuration under the constraint that was asked for, if any.
     *
     * @param folder of the model
     */
    GenerationConfig bind(GenerationConfig config, Path folder) throws IOException {
        if (regex != null && schema != null) {
            throw new ParameterException(spec.commandLine(), "--regex and --json-schema exclude each other");
        }
        if (regex != null) {
            constraint = Constraint.ofRegex(regex, TokenBytes.read(folder));
        } else if (schema != null) {
            constraint = Constraint.ofJsonSchema(StrictJson.read(schema), TokenBytes.read(folder));
        }
        return constraint == null ? config : config.withConstraint(constraint);
    }

    void warnOfBeginning(int[] answer, PrintWriter err) {
        if (constraint != null && !constraint.isMatchedBy(answer)) {
            err.println("the text ended before it matched; give it more tokens: --set max_new_tokens=1000");
            err.flush();
        }
    }
}
