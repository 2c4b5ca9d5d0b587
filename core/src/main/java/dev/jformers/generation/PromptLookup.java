package dev.jformers.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Guesses what followed the text's last tokens where they stood before (Saxena 2023), as Hugging Face's {@code prompt_lookup_num_tokens}
 * does: the longest run of last tokens counts, and of its places the first.
 *
 * @param before tokens in front of the prompt to look in besides, such as the text that an encoder reads
 * @param tokens how many are guessed at most
 * @param longestMatch how many last tokens are looked for at most
 */
@SuppressWarnings("ArrayRecordComponent")
public record PromptLookup(int[] before, int tokens, int longestMatch) implements Drafter {

    @Override
    public List<Guess> draft(Written row, int most, TokenChooser chooser) {
        int[] text = joined(row.tokens());
        for (int size = Math.min(longestMatch, row.tokens().length); size > 0; size--) {
            int last = text.length - size;
            for (int start = 0; start < last; start++) {
                if (Arrays.equals(text, start, start + size, text, last, text.length)) {
                    return guesses(text, start + size, Math.min(tokens, most), chooser);
                }
            }
        }
        return List.of();
    }

    private int[] joined(int[] row) {
        return IntStream.concat(Arrays.stream(before), Arrays.stream(row)).toArray();
    }

    private static List<Guess> guesses(int[] text, int from, int count, TokenChooser chooser) {
        List<Guess> guesses = new ArrayList<>();
        for (int i = from; i < text.length && guesses.size() < count; i++) {
            guesses.add(new Guess(text[i], null));
            if (chooser.isEnd(text[i])) {
                break;
            }
        }
        return guesses;
    }
}
