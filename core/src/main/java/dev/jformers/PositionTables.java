package dev.jformers;

import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorSource;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.position.Sinusoidal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Sines and cosines as tensors: nobody learns them, but the files of some families hold them. */
final class PositionTables {

    private final ModelDescription description;
    private final SafetensorsWriter tensors;

    private PositionTables(ModelDescription description, SafetensorsWriter tensors) {
        this.description = description;
        this.tensors = tensors;
    }

    /** Adds the tables {@code [positions, hidden]} of a model whose family has them in its files. */
    static void add(ModelDescription description, SafetensorsWriter tensors) {
        PositionTables tables = new PositionTables(description, tensors);
        Stacks stacks = description.transformer().stacks();
        if (description.storesSinusoids()) {
            tables.add("encoder", stacks.first());
            tables.add("decoder", stacks.last());
        }
    }

    private void add(String name, StackConfig stack) {
        if (stack.embedding().position() instanceof Sinusoidal sinusoidal) {
            long hidden = description.transformer().hiddenSize();
            String tensor = description
                    .place("transformer." + name + ".embeddings.position.weight")
                    .name();
            tensors.add(
                    tensor,
                    TensorType.F32,
                    List.of(sinusoidal.maxPositions(), hidden),
                    sink -> TensorSource.of(bytes(sinusoidal.table(Math.toIntExact(hidden))))
                            .writeTo(sink));
        }
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
