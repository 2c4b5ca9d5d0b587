package dev.jformers.family.bart;

import dev.jformers.family.ConfigJson;
import dev.jformers.model.ShiftRight;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder reads, as {@link dev.jformers.model.Stacks.EncoderDecoder} has it.
 *
 * @param vocabulary number of tokens in a table of its own; 0 where there is none
 */
record DecoderInput(
        long vocabulary,
        @Nullable ShiftRight ofLabels,
        @Nullable ShiftRight ofInput) {

    /** Labels and, where nothing else is given, the encoder's tokens are shifted in the same way: denoising. */
    static DecoderInput denoising(@Nullable ShiftRight shift) {
        return new DecoderInput(0, shift, shift);
    }

    /** Labels are shifted; the decoder's tokens must be given otherwise. */
    static DecoderInput ofLabels(long vocabulary, @Nullable ShiftRight shift) {
        return new DecoderInput(vocabulary, shift, null);
    }

    /** Rows open with {@code decoder_start_token_id}; null where that or the padding token is null. */
    static @Nullable ShiftRight fromStart(ConfigJson config, int absentStart, int absentPadding) {
        int padding = config.padding(absentPadding);
        int start = config.token("decoder_start_token_id", absentStart);
        return start < 0 || padding < 0 ? null : new ShiftRight.FromStart(start, padding);
    }
}
