package dev.jformers;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** Whole numbers in JSON, however they are written: 3, 3.0 and 3e0 are the same. */
public final class WholeNumber {

    private WholeNumber() {}

    /**
     * @return nothing if the value is no number, none that is whole, or one that needs more than 64 bits
     */
    public static OptionalLong of(JsonElement value) {
        if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(number.getAsString()).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
