package dev.jformers.family.t5;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import java.util.Set;

/** mT5 (Xue et al. 2021): T5 version 1.1 in many languages. */
public final class MT5 implements Family {

    private static final T5Like SHAPE = new T5Like("MT5", "gated-gelu", 0);

    @Override
    public String modelType() {
        return "mt5";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        return SHAPE.transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return SHAPE.architectures(MT5::head);
    }

    /** Whether the output shares the table of embeddings is seen by the file: configs say that it does even where it does not. */
    private static CausalLanguageModel head(ConfigJson config, Set<String> names) {
        boolean tied =
                names.isEmpty() ? config.flag("tie_word_embeddings", true) : !names.contains(T5Like.OUTPUT + ".weight");
        return new CausalLanguageModel(tied);
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return SHAPE.tensorNames(config);
    }

    @Override
    public double standardDeviation(ConfigJson config, String path) {
        return T5Like.standardDeviation(config, path);
    }
}
