package dev.jformers.family.bert;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** XLM-RoBERTa (Conneau et al. 2020): RoBERTa for a hundred languages. */
public final class XlmRoberta implements Family {

    @Override
    public String modelType() {
        return "xlm-roberta";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        return RobertaLike.transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return new RobertaHeads(BertLike::classifierDropout).architectures("XLMRoberta");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return RobertaLike.names(config);
    }
}
