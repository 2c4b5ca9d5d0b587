package dev.jformers.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Guesses by a smaller model of the same vocabulary. */
public final class DraftModel implements Drafter {

    private final TokenReader reader;
    private final int tokens;
    private final long maxLength;
    private int[] read = new int[0];

    /**
     * @param reader of the smaller model, has read nothing yet; is closed with the drafter
     * @param tokens how many are guessed at most
     * @param maxLength the most tokens that the smaller model reads: behind them it guesses nothing
     */
    public DraftModel(TokenReader reader, int tokens, long maxLength) {
        this.reader = reader;
        this.tokens = tokens;
        this.maxLength = maxLength;
    }

    @Override
    public List<Guess> draft(Written row, int most, TokenChooser chooser) {
        long room = maxLength - row.tokens().length + 1;
        int count = (int) Math.min(Math.min(tokens, most), room);
        if (count <= 0) {
            return List.of();
        }
        List<Guess> guesses = new ArrayList<>();
        Written guessed = row;
        while (true) {
            Guess guess = chooser.guess(behind(guessed.tokens()), guessed);
            guesses.add(guess);
            if (guesses.size() == count || chooser.isEnd(guess.token())) {
                return guesses;
            }
            guessed = guessed.plus(guess.token(), 0);
        }
    }

    /** The logits of the token behind a text; reads what it has not read yet, and forgets what the text has not. */
    private float[] behind(int[] text) {
        int mismatch = Arrays.mismatch(read, text);
        int kept = Math.min(mismatch < 0 ? text.length : mismatch, text.length - 1);
        reader.truncate(kept);
        read = text;
        return reader.read(new int[][] {Arrays.copyOfRange(text, kept, text.length)})[0];
    }

    @Override
    public void close() {
        reader.close();
    }
}
