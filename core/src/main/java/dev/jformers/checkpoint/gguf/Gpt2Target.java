package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import java.util.List;
import java.util.Optional;

/** GPT-2, the other way round than {@link Gpt2Architecture}. */
record Gpt2Target(ModelSettings settings) implements GgufTarget {

    @Override
    public String name() {
        return "gpt2";
    }

    @Override
    public void addSettings(GgufWriter writer) {
        settings.requireOnly("activation_function", "gelu_new");
        settings.requireOnly("scale_attn_weights", "true");
        settings.requireOnly("scale_attn_by_inverse_layer_idx", "false");
        long hidden = settings.required("n_embd");
        writer.uint32("gpt2.block_count", settings.required("n_layer"))
                .uint32("gpt2.context_length", settings.required("n_positions"))
                .uint32("gpt2.embedding_length", hidden)
                .uint32("gpt2.feed_forward_length", settings.integer("n_inner", 4 * hidden))
                .uint32("gpt2.attention.head_count", settings.required("n_head"))
                .float32("gpt2.attention.layer_norm_epsilon", settings.number("layer_norm_epsilon", 1e-5));
    }

    @Override
    public List<StoredTensor> computed() {
        return List.of();
    }

    @Override
    public Optional<StoredTensor> tensor(StoredTensor stored) {
        TensorInfo info = stored.info();
        return Gpt2Architecture.NAMES.gguf(info.name()).map(name -> {
            boolean transposed =
                    info.shape().size() == 2 && Gpt2Architecture.TRANSPOSED.contains(BlockNames.partInLayer(name));
            return transposed
                    ? transposed(stored, name)
                    : new StoredTensor(stored.file(), new TensorInfo(name, info.type(), info.shape()), stored.bytes());
        });
    }

    private static StoredTensor transposed(StoredTensor stored, String name) {
        TensorInfo info = stored.info();
        long in = info.shape().get(0);
        long out = info.shape().get(1);
        return new StoredTensor(
                stored.file(),
                new TensorInfo(name, info.type(), List.of(out, in)),
                new ReorderedBytes(stored, info.type().bytes(), index -> index % in * out + index / in));
    }
}
