package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.model.ShiftRight;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import java.util.List;

/**
 * Makes the batches of an encoder-decoder.
 *
 * @param shift makes what the decoder reads out of what it should say
 * @param endId the token that ends a text
 */
record DecoderTargets(ShiftRight shift, int endId) {

    /** For an encoder-decoder. */
    static DecoderTargets of(ModelDescription model) {
        return new DecoderTargets(LanguageModels.shift(model).orElseThrow(), model.endOfTextId());
    }

    /**
     * @param texts what the encoder reads
     * @param targets what the decoder should say, as many
     */
    Batch batch(List<EncodedText> texts, List<int[]> targets) {
        int padId = Math.toIntExact(shift.paddingId());
        EncodedBatch rows =
                EncodedBatch.of(targets.stream().map(EncodedText::new).toList(), padId);
        long[] labels = targets.stream()
                .flatMapToInt(java.util.Arrays::stream)
                .asLongStream()
                .toArray();
        long[] positions = new long[labels.length];
        int next = 0;
        for (int row = 0; row < targets.size(); row++) {
            for (int place = 0; place < targets.get(row).length; place++) {
                positions[next++] = (long) row * rows.length() + place;
            }
        }
        return new Batch(EncodedBatch.of(texts, padId), new Layout.Targets(rows, shift), positions, labels);
    }
}
