package dev.jformers.family.bert;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** RoBERTa (Liu et al. 2019): BERT with positions that padding does not take part in. */
public final class Roberta implements Family {

    @Override
    public String modelType() {
        return "roberta";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        return RobertaLike.transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return new RobertaHeads(BertLike::classifierDropout).architectures("Roberta");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return RobertaLike.names(config);
    }
}
