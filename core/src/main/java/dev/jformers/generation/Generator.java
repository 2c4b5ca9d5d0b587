package dev.jformers.generation;

import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Generates texts, token by token, as the configuration says. Not thread-safe. */
public final class Generator {

    private final TokenReader reader;
    private final GenerationConfig config;
    private final TokenListener listener;
    private final @Nullable Drafter drafter;

    /**
     * @param reader has read nothing yet, or the same beginning of all prompts
     * @param listener hears tokens as they are chosen; a beam search knows them at its end alone, and tells nothing
     */
    public Generator(TokenReader reader, GenerationConfig config, TokenListener listener) {
        this(reader, config, listener, null);
    }

    /**
     * @param drafter guesses how one text goes on; null where nobody does. Not closed here
     * @throws InvalidInputException if several texts are followed at once, and there is a drafter
     */
    public Generator(TokenReader reader, GenerationConfig config, TokenListener listener, @Nullable Drafter drafter) {
        this.reader = reader;
        this.config = config;
        this.listener = listener;
        this.drafter = drafter;
        boolean single = config.search() instanceof Search.Greedy || config.search() instanceof Search.Sampling;
        if (drafter != null && (!single || config.search().returned() > 1)) {
            throw new InvalidInputException(
                    "speculative decoding follows one text, chosen greedily or drawn, but the settings follow several (num_beams,"
                            + " num_return_sequences, penalty_alpha); leave these out, or decode without guesses.");
        }
    }

    /**
     * @param prompts all of one length, padded at their beginning
     * @param padding how many tokens of each are padding
     * @return {@code search.returned()} texts a prompt, one prompt behind the other
     * @throws InvalidInputException if there are several prompts and a drafter, which is for one
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public List<Generated> generate(int[][] prompts, int[] padding) throws InterruptedException {
        if (config.search() instanceof Search.Beams beams) {
            return new BeamSearch(reader, config, beams).search(prompts, padding);
        }
        if (config.search() instanceof Search.Contrastive contrastive) {
            return new ContrastiveSearch(reader, config, contrastive, listener).search(prompts, padding);
        }
        if (drafter != null) {
            return List.of(speculate(prompts, padding, drafter));
        }
        int copies = config.search().returned();
        int[] rows = IntStream.range(0, prompts.length * copies)
                .map(row -> row / copies)
                .toArray();
        float[][] scores = reader.read(unread(prompts, reader));
        if (copies > 1) {
            reader.reorder(rows);
        }
        List<Written> written = new ArrayList<>();
        float[][] first = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            written.add(Written.prompt(prompts[rows[i]], padding[rows[i]]));
            first[i] = scores[rows[i]].clone();
        }
        return goOn(written, first);
    }

    private Generated speculate(int[][] prompts, int[] padding, Drafter guessing) throws InterruptedException {
        if (prompts.length > 1) {
            throw new InvalidInputException("speculative decoding is for one prompt at a time but there are "
                    + prompts.length + "; generate them one by one, or without guesses.");
        }
        float[] logits = reader.read(unread(prompts, reader))[0];
        return new SpeculativeDecoding(reader, config, listener, guessing)
                .goOn(Written.prompt(prompts[0], padding[0]), logits);
    }

    /** What of the prompts the reader has not read yet. */
    static int[][] unread(int[][] prompts, TokenReader reader) {
        int there = reader.length();
        return Arrays.stream(prompts)
                .map(prompt -> Arrays.copyOfRange(prompt, there, prompt.length))
                .toArray(int[][]::new);
    }

    private List<Generated> goOn(List<Written> rows, float[][] scores) throws InterruptedException {
        List<Written> written = new ArrayList<>(rows);
        TokenChooser chooser = new TokenChooser(config);
        boolean[] ended = new boolean[rows.size()];
        float[][] next = scores;
        while (true) {
            requireUninterrupted();
            int[][] chosen = new int[rows.size()][1];
            for (int row = 0; row < chosen.length; row++) {
                chosen[row][0] = config.paddingId();
                if (!ended[row]) {
                    chooser.process(next[row], written.get(row));
                    listener.scored(row, next[row]);
                    Written longer = chooser.choose(next[row], written.get(row));
                    written.set(row, longer);
                    chosen[row][0] = longer.last();
                    boolean goesOn = listener.chosen(row, longer.last());
                    ended[row] = !goesOn || config.isEnd(longer.last()) || config.isFull(longer);
                }
            }
            if (IntStream.range(0, ended.length).allMatch(row -> ended[row])) {
                return written.stream().map(row -> Generated.of(row, 0)).toList();
            }
            next = reader.read(chosen);
        }
    }

    static void requireUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while a text was generated");
        }
    }
}
