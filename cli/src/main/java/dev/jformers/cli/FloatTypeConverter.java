package dev.jformers.cli;

import dev.jformers.checkpoint.FloatType;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a type by PyTorch's name. */
final class FloatTypeConverter implements ITypeConverter<FloatType> {

    @Override
    public FloatType convert(String text) {
        return Arrays.stream(FloatType.values())
                .filter(type -> type.torchName().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is none of float32, float16 and bfloat16"));
    }
}
