package dev.jformers.cli;

import dev.jformers.checkpoint.FloatType;
import dev.jformers.checkpoint.gguf.GgufExport.GgufType;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The types in which weights are exported. */
enum ExportType {
    FLOAT32(FloatType.FLOAT32, GgufType.F32),
    FLOAT16(FloatType.FLOAT16, GgufType.F16),
    BFLOAT16(FloatType.BFLOAT16, GgufType.BF16),
    /** 8 bits an element and a scale for 32 of them: GGUF alone has it. */
    Q8_0(null, GgufType.Q8_0);

    private final @Nullable FloatType floatType;
    private final GgufType gguf;

    ExportType(@Nullable FloatType floatType, GgufType gguf) {
        this.floatType = floatType;
        this.gguf = gguf;
    }

    /** The type of floats; null where it is none. */
    @Nullable
    FloatType floatType() {
        return floatType;
    }

    GgufType gguf() {
        return gguf;
    }

    /** Reads a type by its name in small letters, which is PyTorch's. */
    static final class Converter implements ITypeConverter<ExportType> {

        @Override
        public ExportType convert(String text) {
            return Arrays.stream(values())
                    .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is none of float32, float16, bfloat16 and q8_0"));
        }
    }
}
