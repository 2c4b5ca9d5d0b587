package dev.jformers.generation;

import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Generates texts, token by token, as the configuration says. Not thread-safe. */
public final class Generator {

    private final TokenReader reader;
    private final GenerationConfig config;
    private final TokenListener listener;

    /**
     * @param reader has read nothing yet
     * @param listener hears tokens as they are chosen; a beam search knows them at its end alone, and tells nothing
     */
    public Generator(TokenReader reader, GenerationConfig config, TokenListener listener) {
        this.reader = reader;
        this.config = config;
        this.listener = listener;
    }

    /**
     * @param prompts all of one length, padded at their beginning
     * @param padding how many tokens of each are padding
     * @return {@code search.returned()} texts a prompt, one prompt behind the other
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public List<Generated> generate(int[][] prompts, int[] padding) throws InterruptedException {
        if (config.search() instanceof Search.Beams beams) {
            return new BeamSearch(reader, config, beams).search(prompts, padding);
        }
        if (config.search() instanceof Search.Contrastive contrastive) {
            return new ContrastiveSearch(reader, config, contrastive, listener).search(prompts, padding);
        }
        int copies = config.search().returned();
        int[] rows = IntStream.range(0, prompts.length * copies)
                .map(row -> row / copies)
                .toArray();
        float[][] scores = reader.read(prompts);
        if (copies > 1) {
            reader.reorder(rows);
        }
        List<Written> written = new ArrayList<>();
        float[][] first = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            int[] prompt = prompts[rows[i]];
            int[] tokens = Arrays.copyOfRange(prompt, padding[rows[i]], prompt.length);
            written.add(new Written(tokens, prompt.length, prompt.length));
            first[i] = scores[rows[i]].clone();
        }
        return goOn(written, first);
    }

    private List<Generated> goOn(List<Written> rows, float[][] scores) throws InterruptedException {
        List<Written> written = new ArrayList<>(rows);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(config.seed());
        boolean[] ended = new boolean[rows.size()];
        float[][] next = scores;
        while (true) {
            requireUninterrupted();
            int[][] chosen = new int[rows.size()][1];
            for (int row = 0; row < chosen.length; row++) {
                chosen[row][0] = config.paddingId();
                if (!ended[row]) {
                    int token = choose(next[row], written.get(row), random);
                    chosen[row][0] = token;
                    written.set(row, written.get(row).plus(token));
                    boolean goesOn = listener.chosen(row, token);
                    ended[row] = !goesOn || config.isEnd(token) || config.isFull(written.get(row));
                }
            }
            if (IntStream.range(0, ended.length).allMatch(row -> ended[row])) {
                return written.stream()
                        .map(row -> new Generated(row.answer(), 0))
                        .toList();
            }
            next = reader.read(chosen);
        }
    }

    private int choose(float[] scores, Written row, RandomGenerator random) {
        config.apply(scores, row);
        if (scores[Probabilities.best(scores)] == Float.NEGATIVE_INFINITY) {
            throw nothingFollows(row.generated());
        }
        return config.search() instanceof Search.Sampling sampling
                ? sampling.filters().draw(scores, random)
                : Probabilities.best(scores);
    }

    static InvalidInputException nothingFollows(int generated) {
        return new InvalidInputException(
                "no token may follow behind " + generated + " generated ones: rules (a constraint,"
                        + " allowed tokens, min_new_tokens, bad_words_ids, no_repeat_ngram_size) exclude each other, or the vocabulary"
                        + " cannot write what a constraint asks for; change one of them.");
    }

    static void requireUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while a text was generated");
        }
    }
}
