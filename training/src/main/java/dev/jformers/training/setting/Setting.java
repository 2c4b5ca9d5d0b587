package dev.jformers.training.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One key of a YAML file: the key is the component's name in snake_case. A component without a default, neither given nor
 * derived, and without {@code @Nullable} is required.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** What the key means, as the reference and the editor show it: sentences with their full stop. */
    String value();

    /** The value of a key that is left out, as YAML writes it; empty where there is none. */
    String byDefault() default "";

    /** In words, where the value comes from if the key is left out and other keys decide; empty where they do not. */
    String derived() default "";
}
