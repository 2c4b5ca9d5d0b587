package dev.jformers.family.bart;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.CausalLanguageModel.OutputBias;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.AbsolutePosition;
import dev.jformers.position.Sinusoidal;
import dev.jformers.position.SinusoidalTable;
import java.util.List;

/**
 * Marian (Junczys-Dowmunt et al. 2018): translation with the Transformer of Vaswani et al. (2017). That is this family with
 * {@code activation_function} relu, {@code scale_embedding} true and {@code share_encoder_decoder_embeddings} true: norms
 * after each sublayer, sinusoidal positions and one table for encoder, decoder and output. The base model has {@code d_model}
 * 512, 6 layers of 8 heads and {@code ffn_dim} 2048 in both stacks, {@code dropout} 0.1 and no other dropout.
 *
 * <p>A position's vector holds sines in its first half and cosines in its second, where the paper's has them in turns: the same
 * values in another order, which is no other model, for every weight that reads them is learned.
 */
public final class Marian implements Family {

    private static final String BARE = "MarianModel";
    private static final int START = 58_100;
    private static final int PADDING = 58_100;

    @Override
    public String modelType() {
        return "marian";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int own = isShared(config) ? 0 : decoderVocabulary(config);
        DecoderInput target = DecoderInput.ofLabels(own, DecoderInput.fromStart(config, START, PADDING));
        return new BartLike(position(config), NormPlacement.POST, false, false).transformer(config, PADDING, target);
    }

    /** The files of a model without a head hold its sinusoids, those of a model with one do not. */
    private static AbsolutePosition position(ConfigJson config) {
        Sinusoidal waves = BartLike.sinusoidal(config);
        return config.first("architectures", BARE).equals(BARE) ? new SinusoidalTable(waves) : waves;
    }

    private static boolean isShared(ConfigJson config) {
        return config.flag("share_encoder_decoder_embeddings", true);
    }

    private static int decoderVocabulary(ConfigJson config) {
        int own = config.size("decoder_vocab_size", config.size("vocab_size"));
        int padding = config.padding(PADDING);
        if (padding >= own) {
            throw config.problem("pad_token_id is " + padding + " but must be below decoder_vocab_size (" + own + ").");
        }
        return own;
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofGenerator(BARE, "MarianMTModel", Marian::head);
    }

    /** Where each stack has a table of its own, the output may share the decoder's or have one more. */
    private static CausalLanguageModel head(ConfigJson config) {
        return isShared(config)
                ? BartLike.tied(config)
                : new CausalLanguageModel(config.flag("tie_word_embeddings", true), OutputBias.FIXED, 1, 0);
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return isShared(config) ? BartNames.shared() : BartNames.separate();
    }

    @Override
    public double standardDeviation(ConfigJson config, String path) {
        return BartLike.standardDeviation(config);
    }
}
