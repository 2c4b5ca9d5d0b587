package dev.jformers.training.recipe;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** The rules that stand as annotations on record components, checked value by value. */
final class Constraints {

    // ParameterMessageInterpolator needs no implementation of the expression language. The factory lives as long as the
    // class.
    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .ignoreXmlConfiguration()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    private Constraints() {}

    /** Returns the rules that a value breaks, in words: {@code must be greater than 0}. */
    static List<String> broken(Key key, Object value) {
        return VALIDATOR
                .validateValue(
                        key.component().getDeclaringRecord(), key.component().getName(), value)
                .stream()
                .map(ConstraintViolation::getMessage)
                .sorted()
                .toList();
    }
}
