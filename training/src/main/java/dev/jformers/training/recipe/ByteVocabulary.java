package dev.jformers.training.recipe;

import dev.jformers.tokenizer.ByteTokenizer;
import dev.jformers.tokenizer.TokenizerFiles;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;

/** A token a byte. */
@Choice(
        value = "bytes",
        meaning = "A token a byte of UTF-8 (ids 0 to 255), then `</s>` (256), `<pad>` (257) and the sentinels.")
public record ByteVocabulary(
        @Setting(
                value = "Number of T5's sentinels, `<extra_id_0>` (258) and so on, which span corruption needs.",
                byDefault = "0")
        @PositiveOrZero(message = "must be 0 or greater")
        @Max(value = 10_000, message = "must be at most 10000")
        int extraIds)
        implements TokenizerSource {

    @Override
    public TokenizerFiles read() {
        return new ByteTokenizer(extraIds);
    }
}
