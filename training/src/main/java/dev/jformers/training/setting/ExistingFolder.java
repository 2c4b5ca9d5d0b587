package dev.jformers.training.setting;

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
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The path must be a folder that can be read when the YAML file is; relative paths start at the working directory. */
@Documented
@Constraint(validatedBy = ExistingFolder.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface ExistingFolder {

    /** The rule in words. */
    String message() default "must be a folder that exists";

    /** Unused; Jakarta Validation asks for it. */
    Class<?>[] groups() default {};

    /** Unused; Jakarta Validation asks for it. */
    Class<? extends Payload>[] payload() default {};

    /** Looks at the file system. */
    final class Check implements ConstraintValidator<ExistingFolder, Path> {

        @Override
        public boolean isValid(@Nullable Path path, ConstraintValidatorContext context) {
            return path == null || (Files.isDirectory(path) && Files.isReadable(path));
        }
    }
}
