package dev.jformers.training.setting;

import dev.jformers.InvalidInputException;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * The text must be a folder that can be read when the YAML file is, or the name of a model of the hub; relative paths start at
 * the working directory.
 */
@Documented
@Constraint(validatedBy = ExistingModel.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface ExistingModel {

    /** The rule in words. */
    String message() default "must be a folder that exists, or hf:organisation/name[@revision]";

    /** Unused; Jakarta Validation asks for it. */
    Class<?>[] groups() default {};

    /** Unused; Jakarta Validation asks for it. */
    Class<? extends Payload>[] payload() default {};

    /** Looks at the file system; the hub is asked later. */
    final class Check implements ConstraintValidator<ExistingModel, String> {

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            try {
                return text == null
                        || !(ModelLocation.of(text) instanceof LocalModel folder)
                        || (!text.isBlank() && Files.isDirectory(folder.path()) && Files.isReadable(folder.path()));
            } catch (InvalidInputException malformed) {
                return false;
            }
        }
    }
}
