package dev.jformers.generation;

import java.util.List;

/** Generates one text, whose tokens a drafter guesses and the model verifies, several in one pass. */
final class SpeculativeDecoding {

    private final TokenReader reader;
    private final GenerationConfig config;
    private final TokenListener listener;
    private final Drafter drafter;
    private final TokenChooser chooser;
    private Acceptance acceptance = Acceptance.NONE;

    SpeculativeDecoding(TokenReader reader, GenerationConfig config, TokenListener listener, Drafter drafter) {
        this.reader = reader;
        this.config = config;
        this.listener = listener;
        this.drafter = drafter;
        this.chooser = new TokenChooser(config);
    }

    /**
     * @param prompt the row so far
     * @param logits of the token behind it
     */
    Generated goOn(Written prompt, float[] logits) throws InterruptedException {
        Written row = prompt;
        List<Guess> guesses = List.of();
        float[][] next = {logits};
        while (true) {
            Generator.requireUninterrupted();
            boolean right = true;
            for (int place = 0; right; place++) {
                boolean guessed = place < guesses.size();
                chooser.process(next[place], row);
                listener.scored(0, next[place]);
                row = guessed ? chooser.verify(next[place], row, guesses.get(place)) : chooser.choose(next[place], row);
                right = guessed && row.last() == guesses.get(place).token();
                acceptance = acceptance.plus(new Acceptance(0, right ? 1 : 0));
                if (!listener.chosen(0, row.last()) || config.isEnd(row.last()) || config.isFull(row)) {
                    return Generated.of(row, acceptance);
                }
            }
            reader.truncate(row.length() - 1);
            int left = config.lengths().limit(row.promptLength()) - row.length() - 1;
            guesses = drafter.draft(row, Math.min(left, reader.room() - 1), chooser);
            acceptance = acceptance.plus(new Acceptance(guesses.size(), 0));
            next = reader.readAll(new int[][] {tokens(row, guesses)})[0];
        }
    }

    /** The token that was not read yet, and the guesses behind it. */
    private static int[] tokens(Written row, List<Guess> guesses) {
        int[] tokens = new int[1 + guesses.size()];
        tokens[0] = row.last();
        for (int i = 0; i < guesses.size(); i++) {
            tokens[1 + i] = guesses.get(i).token();
        }
        return tokens;
    }
}
