package dev.jformers.training.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One option of a sealed choice: what the key {@code type} says to select it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Choice {

    /** The value of the key {@code type}. */
    String value();

    /** What the option is, as the reference and the editor show it. */
    String meaning();
}
