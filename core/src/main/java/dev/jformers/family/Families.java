package dev.jformers.family;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import dev.jformers.family.bart.Bart;
import dev.jformers.family.bart.MBart;
import dev.jformers.family.bart.Marian;
import dev.jformers.family.bart.Pegasus;
import dev.jformers.family.bert.Albert;
import dev.jformers.family.bert.Bert;
import dev.jformers.family.bert.DistilBert;
import dev.jformers.family.bert.Electra;
import dev.jformers.family.bert.Mpnet;
import dev.jformers.family.bert.Roberta;
import dev.jformers.family.bert.XlmRoberta;
import dev.jformers.family.bloom.Bloom;
import dev.jformers.family.deberta.DebertaV2;
import dev.jformers.family.deepseek.DeepseekV2;
import dev.jformers.family.gemma.Gemma;
import dev.jformers.family.gemma.Gemma2;
import dev.jformers.family.gemma.Gemma3;
import dev.jformers.family.gpt.Gpt;
import dev.jformers.family.gpt.Gpt2;
import dev.jformers.family.gptj.GptJ;
import dev.jformers.family.llama.Llama;
import dev.jformers.family.llama.Mistral;
import dev.jformers.family.llama.Mixtral;
import dev.jformers.family.llama.Phi3;
import dev.jformers.family.llama.Qwen2;
import dev.jformers.family.llama.Qwen3;
import dev.jformers.family.modernbert.ModernBert;
import dev.jformers.family.neox.GptNeoX;
import dev.jformers.family.opt.Opt;
import dev.jformers.family.t5.MT5;
import dev.jformers.family.t5.T5;
import dev.jformers.family.xlnet.Xlnet;
import java.util.List;

/** The families that jformers knows. */
public final class Families {

    private static final List<Family> ALL = List.of(
            new Albert(),
            new Bart(),
            new Bert(),
            new Bloom(),
            new DebertaV2(),
            new DeepseekV2(),
            new DistilBert(),
            new Electra(),
            new Gemma(),
            new Gemma2(),
            new Gemma3(),
            new Gpt(),
            new Gpt2(),
            new GptJ(),
            new GptNeoX(),
            new Llama(),
            new Marian(),
            new MBart(),
            new Mistral(),
            new Mixtral(),
            new ModernBert(),
            new Mpnet(),
            new MT5(),
            new Opt(),
            new Pegasus(),
            new Phi3(),
            new Qwen2(),
            new Qwen3(),
            new Roberta(),
            new T5(),
            new XlmRoberta(),
            new Xlnet());

    private Families() {}

    /**
     * @throws InvalidInputException if no family has this {@code model_type}
     */
    public static Family of(ConfigJson config) {
        String type = config.text("model_type", "");
        return ALL.stream()
                .filter(family -> family.modelType().equals(type))
                .findFirst()
                .orElseThrow(() -> config.problem(unknown(type)));
    }

    static List<Family> all() {
        return ALL;
    }

    /** The {@code model_type}s that are known. */
    public static List<String> modelTypes() {
        return ALL.stream().map(Family::modelType).toList();
    }

    private static String unknown(String type) {
        List<String> known = modelTypes();
        return type.isEmpty()
                ? "model_type is missing but must be one of " + known + "."
                : "model_type is \"" + type + "\" but must be one of " + known + NearMiss.hintOr(type, known, ".");
    }
}
