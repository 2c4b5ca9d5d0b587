package dev.jformers;

import dev.jformers.generation.Acceptance;
import dev.jformers.generation.Drafter;
import dev.jformers.generation.Generated;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Generator;
import dev.jformers.generation.TokenListener;
import dev.jformers.generation.TokenReader;
import dev.jformers.model.Stacks;
import dev.jformers.tokenizer.EncodedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Generates from rows of token ids, as Hugging Face's {@code generate} does: without a tokenizer, to be compared with it. Thread-safe.
 *
 * @param model a decoder, or an encoder-decoder, under the head that predicts the next token
 * @param speculation where guesses of the next tokens come from; for one prompt at a time
 */
public record SequenceGenerator(PretrainedModel model, Speculation speculation) {

    /** Token by token. */
    public SequenceGenerator(PretrainedModel model) {
        this(model, Speculation.NONE);
    }

    /**
     * What came of a batch.
     *
     * @param sequences the prompts (of an encoder-decoder, what opens its decoder) with the tokens behind them, all of one length;
     *     {@code search.returned()} rows a prompt
     * @param scores of beams, one a row
     * @param logProbabilities of the tokens behind the prompts, as {@link Generated} has them, {@code [rows][new]}; 0 where a row has
     *     ended
     * @param acceptance how many guesses were right
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sequences(int[][] sequences, float[] scores, float[][] logProbabilities, Acceptance acceptance) {}

    /** As {@link #generate(int[][], int[][], GenerationConfig, TokenListener)}, where nobody listens. */
    public Sequences generate(int[][] ids, int[][] mask, GenerationConfig config) throws InterruptedException {
        return generate(ids, mask, config, TokenListener.SILENT);
    }

    /**
     * @param ids prompts of one length; for a decoder padded at their beginning, for an encoder anywhere. Of what is too long for a decoder,
     *     and may be left out, the first columns are not read; an encoder's rows must fit
     * @param mask 1 for tokens and 0 for padding, shaped as the ids
     * @param listener hears tokens as they are chosen, but for those of beams
     * @throws InvalidInputException if the prompts are not padded as the model needs it, are longer than it reads and the configuration
     *     does not say that their beginning is left out, or hold ids that it does not know
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Sequences generate(int[][] ids, int[][] mask, GenerationConfig config, TokenListener listener)
            throws InterruptedException {
        if (model.description().transformer().stacks() instanceof Stacks.EncoderDecoder) {
            int[][] starts = new int[ids.length][1];
            Arrays.stream(starts).forEach(row -> row[0] = model.description().decoderStartId());
            try (CachedReader reader = CachedReader.ofEncoderDecoder(model, batch(ids, mask), 0)) {
                return sequences(starts, generate(reader, starts, config, listener), config);
            }
        }
        int excess = Room.of(model, config).excess(ids[0].length);
        int[][] prompts = behind(excess, ids);
        int[][] bits = behind(excess, mask);
        CachedReader.requireReadable(model, batch(prompts, bits));
        int[] padding = Arrays.stream(bits).mapToInt(SequenceGenerator::padding).toArray();
        try (CachedReader reader = CachedReader.ofDecoder(model, padding, 0)) {
            return sequences(ids, generate(reader, prompts, config, listener), config);
        }
    }

    private static EncodedBatch batch(int[][] ids, int[][] mask) {
        return new EncodedBatch(ids.length, ids[0].length, flat(ids), new long[0], flat(mask), count(mask));
    }

    /** What follows the first columns. */
    private static int[][] behind(int columns, int[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.copyOfRange(row, columns, row.length))
                .toArray(int[][]::new);
    }

    private List<Generated> generate(
            CachedReader cached, int[][] prompts, GenerationConfig config, TokenListener listener)
            throws InterruptedException {
        Room room = Room.of(model, config);
        TokenReader reader = room.reader(cached, 0, new int[prompts.length][0]);
        try (Drafter drafter = speculation.drafter(cached)) {
            return new Generator(reader, room.within(config), listener, drafter).generate(prompts, cached.padding());
        }
    }

    /** How many tokens at the beginning of a row are padding. */
    private static int padding(int[] mask) {
        int count = 0;
        while (count < mask.length && mask[count] == 0) {
            count++;
        }
        boolean whole = Arrays.stream(mask, count, mask.length).allMatch(bit -> bit != 0);
        if (!whole || count == mask.length) {
            throw new InvalidInputException("attention_mask is " + Arrays.toString(mask)
                    + " in one row but a decoder writes behind a row's last token: pad prompts at their beginning.");
        }
        return count;
    }

    private static Sequences sequences(int[][] prompts, List<Generated> texts, GenerationConfig config) {
        int returned = config.search().returned();
        int longest =
                texts.stream().mapToInt(text -> text.tokens().length).max().orElse(0);
        List<int[]> rows = new ArrayList<>();
        float[] scores = new float[texts.size()];
        float[][] logs = new float[texts.size()][];
        for (int i = 0; i < texts.size(); i++) {
            int[] prompt = prompts[i / returned];
            int[] row = Arrays.copyOf(prompt, prompt.length + longest);
            int[] text = texts.get(i).tokens();
            System.arraycopy(text, 0, row, prompt.length, text.length);
            Arrays.fill(row, prompt.length + text.length, row.length, config.paddingId());
            rows.add(row);
            scores[i] = (float) texts.get(i).score();
            logs[i] = Arrays.copyOf(texts.get(i).logProbabilities(), longest);
        }
        Acceptance acceptance = texts.stream().map(Generated::acceptance).reduce(Acceptance.NONE, Acceptance::plus);
        return new Sequences(rows.toArray(int[][]::new), scores, logs, acceptance);
    }

    private static long count(int[][] mask) {
        return Arrays.stream(mask).flatMapToInt(Arrays::stream).asLongStream().sum();
    }

    private static long[] flat(int[][] rows) {
        return Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
    }
}
