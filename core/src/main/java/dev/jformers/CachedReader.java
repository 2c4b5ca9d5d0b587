package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.jformers.generation.TokenReader;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.CausalLanguageModel.CausalLanguageModelBlock;
import dev.jformers.head.MultiTokenPrediction;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.model.KeyValueCache;
import dev.jformers.model.TokenInput;
import dev.jformers.position.AbsolutePosition;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.torch.Autograd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens with a model's decoder, and keeps what it has read. A token leaves no native memory behind but its part of the cache,
 * and, once for a model and kind of pass, a program. Not thread-safe; several may read with one model. Close it before the model.
 */
public final class CachedReader implements TokenReader {

    private final PretrainedModel model;
    private final KeyValueCache cache;
    private final NDManager manager;
    private final @Nullable EncodedBatch encoded;
    private final FurtherLogits further;
    private final ReadAnew anew;
    private int[] padding;
    private int opening;

    private CachedReader(PretrainedModel model, int[] padding, @Nullable EncodedBatch encoded, int expected) {
        requireLanguageModel(model.description());
        this.model = model;
        this.manager = model.manager().newSubManager();
        this.cache = new KeyValueCache(model.description().transformer(), manager, expected);
        this.encoded = encoded;
        this.further = new FurtherLogits(model, manager);
        this.anew = new ReadAnew(model.description().transformer().stacks().last(), padding.length);
        this.padding = padding.clone();
    }

    private static void requireLanguageModel(ModelDescription description) {
        if (!(description.head() instanceof CausalLanguageModel
                || description.head() instanceof MultiTokenPrediction)) {
            throw new InvalidInputException("the model predicts no next token: it is a "
                    + description.config().get("architectures") + " of model_type "
                    + description.family().modelType()
                    + "; take a decoder such as gpt2 or llama, or an encoder-decoder such as"
                    + " t5, with its language model head.");
        }
    }

    /**
     * For a decoder alone. A prefix language model reads the tokens of the first pass both ways.
     *
     * @param padding how many tokens at the beginning of each prompt are padding
     * @param expected how many tokens a row will have; more are fine
     * @throws InvalidInputException if the model is no decoder that predicts the next token
     */
    public static CachedReader ofDecoder(PretrainedModel model, int[] padding, int expected) {
        return new CachedReader(model, padding, null, expected);
    }

    /**
     * For a decoder behind an encoder.
     *
     * @param texts what the encoder reads
     * @param expected how many tokens a row will have; more are fine
     * @throws InvalidInputException if the model is no decoder that predicts the next token, or its encoder cannot read the texts
     */
    public static CachedReader ofEncoderDecoder(PretrainedModel model, EncodedBatch texts, int expected) {
        requireReadable(model, texts);
        return new CachedReader(model, new int[texts.rows()], texts, expected);
    }

    /**
     * @throws InvalidInputException if a text has tokens that the model does not know, or more than it reads
     */
    static void requireReadable(PretrainedModel model, EncodedBatch texts) {
        try (NDManager manager = model.manager().newSubManager()) {
            TokenInput.of(texts, manager).check(model.description().transformer());
        }
    }

    /** How many tokens at the beginning of each row are padding. */
    int[] padding() {
        return padding.clone();
    }

    PretrainedModel model() {
        return model;
    }

    /** What the encoder reads; null where there is none. */
    @Nullable
    EncodedBatch encoded() {
        return encoded;
    }

    @Override
    public int length() {
        return Math.toIntExact(cache.length());
    }

    @Override
    public int room() {
        return anew.room(reach(length()));
    }

    /** Places that so many tokens a row take up, padding not counted: those of the longest row. */
    private int reach(int tokens) {
        return tokens - Arrays.stream(padding).min().orElse(0);
    }

    /** Forgets all tokens; of the rows that follow, the first tokens are padding. */
    void restart(int[] paddingAhead) {
        truncate(0);
        padding = paddingAhead.clone();
    }

    /** The most tokens a row that it can read. */
    public long maxLength() {
        AbsolutePosition position =
                model.description().transformer().stacks().last().embedding().position();
        return position == null ? Long.MAX_VALUE : position.maxPositions();
    }

    /** Number of tokens that there are. */
    public int vocabularySize() {
        return Math.toIntExact(model.description().transformer().outputVocabularySize());
    }

    /** Bytes of native memory that the cache has. */
    public long bytes() {
        return cache.bytes();
    }

    @Override
    public float[][] read(int[][] tokens) {
        return parts(logits(unread(tokens), new Readout.LastToken()), tokens.length);
    }

    /**
     * What has to be read for these tokens: where the text has grown so long that keys are turned otherwise, or shrunk again, also those
     * before them, anew.
     */
    private int[][] unread(int[][] tokens) {
        if (length() == 0) {
            opening = tokens[0].length;
        }
        if (!anew.add(tokens, reach(length() + tokens[0].length))) {
            return tokens;
        }
        cache.truncate(0);
        return anew.tokens();
    }

    @Override
    public float[][][] readAll(int[][] tokens) {
        int[][] unread = unread(tokens);
        return Arrays.stream(parts(logits(unread, new Readout.AllTokens()), tokens.length))
                .map(row -> TokenRows.last(parts(row, unread[0].length), tokens[0].length))
                .toArray(float[][][]::new);
    }

    private float[] logits(int[][] tokens, Readout readout) {
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            List<NDArray> read = tokens[0].length == 1 && cache.length() > 0
                    ? model.steps()
                            .run(
                                    scope,
                                    next(tokens, scope),
                                    isPadded() ? mask(1, scope) : null,
                                    cache,
                                    input -> read(input, new Readout.LastToken(), scope))
                    : read(input(tokens, scope), readout, scope);
            float[] values = read.get(1).toFloatArray();
            further.keep(read.get(0), length());
            return values;
        }
    }

    /** Vectors of the tokens that are read, and their logits. */
    private List<NDArray> read(TokenInput input, Readout readout, NDManager scope) {
        Pass pass = model.pass(false);
        NDArray hidden = decoded(pass, input, readout, scope);
        return List.of(hidden, logits(pass, hidden));
    }

    private NDArray decoded(Pass pass, TokenInput input, Readout readout, NDManager scope) {
        TokenInput first = encoded == null || cache.length() > 0 ? null : TokenInput.of(encoded, scope);
        return model.block().transformer().decode(pass, input, first, cache, readout);
    }

    private NDArray logits(Pass pass, NDArray hidden) {
        Parameter table = model.block().transformer().wordEmbeddings().weight();
        return model.block().head(CausalLanguageModelBlock.class).logits(pass, hidden, table);
    }

    @Override
    public float[][] further() {
        return further.behind(length());
    }

    @Override
    public WithVectors readWithVectors(int[][] tokens) {
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            Pass pass = model.pass(false);
            int[][] unread = unread(tokens);
            NDArray hidden = decoded(pass, input(unread, scope), new Readout.AllTokens(), scope);
            NDArray logits = logits(pass, new Readout.LastToken().of(hidden));
            float[][][] vectors = Arrays.stream(parts(hidden.toFloatArray(), tokens.length))
                    .map(row -> TokenRows.last(parts(row, unread[0].length), tokens[0].length))
                    .toArray(float[][][]::new);
            return new WithVectors(parts(logits.toFloatArray(), tokens.length), vectors);
        }
    }

    /** What it keeps of its tokens, by name: not copies, owned by the manager. */
    Map<String, NDArray> states(NDManager owner) {
        return cache.states(owner);
    }

    /**
     * Takes what another reader of the model kept, as far as one can go on from there.
     *
     * @param source what messages call the states
     * @param ids of the tokens that were read, of one row
     * @param kept how many of the first of them are wanted
     * @throws InvalidInputException if the states are not of this model
     */
    void restore(String source, Map<String, NDArray> states, int[] ids, int kept) {
        cache.restore(source, states, ids.length);
        opening = ids.length;
        anew.add(new int[][] {ids}, ids.length);
        truncate(cache.canTruncate(kept) ? kept : 0);
    }

    @Override
    public void truncate(int kept) {
        cache.truncate(kept);
        anew.truncate(kept);
    }

    private TokenInput input(int[][] tokens, NDManager scope) {
        int seq = tokens[0].length;
        Shape shape = new Shape(tokens.length, seq);
        long[] ids = Arrays.stream(tokens)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
        boolean padded = isPadded();
        TokenInput input = new TokenInput(
                scope.create(ids, shape),
                null,
                padded ? mask(seq, scope) : null,
                padded ? scope.create(positions(seq), shape) : null,
                null,
                null);
        boolean opens = model.description().readsPrefixes() && cache.length() == 0;
        return opens ? input.withPrefix(scope.create(prefixes())) : input;
    }

    /** A token a row behind those that were read, and its position: {@code [2, rows, 1]}. */
    private NDArray next(int[][] tokens, NDManager scope) {
        int rows = tokens.length;
        long[] next = Arrays.copyOf(positions(1), 2 * rows);
        System.arraycopy(next, 0, next, rows, rows);
        for (int row = 0; row < rows; row++) {
            next[row] = tokens[row][0];
        }
        return scope.create(next, new Shape(2, rows, 1));
    }

    private boolean isPadded() {
        return Arrays.stream(padding).anyMatch(count -> count > 0);
    }

    private long[] prefixes() {
        return Arrays.stream(padding).mapToLong(count -> opening - count).toArray();
    }

    private NDArray mask(int seq, NDManager scope) {
        int all = length() + seq;
        long[] mask = new long[padding.length * all];
        for (int row = 0; row < padding.length; row++) {
            Arrays.fill(mask, row * all + padding[row], (row + 1) * all, 1);
        }
        return scope.create(mask, new Shape(padding.length, all));
    }

    private long[] positions(int seq) {
        int past = length();
        return IntStream.range(0, padding.length * seq)
                .mapToLong(i -> Math.max(0, past + i % seq - padding[i / seq]))
                .toArray();
    }

    private static float[][] parts(float[] values, int count) {
        if (count == 1) {
            return new float[][] {values};
        }
        int size = values.length / count;
        return IntStream.range(0, count)
                .mapToObj(part -> Arrays.copyOfRange(values, part * size, (part + 1) * size))
                .toArray(float[][]::new);
    }

    @Override
    public void reorder(int[] rows) {
        boolean same =
                rows.length == padding.length && IntStream.range(0, rows.length).allMatch(row -> rows[row] == row);
        if (same) {
            return;
        }
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            cache.reorder(scope.create(Arrays.stream(rows).asLongStream().toArray()));
        }
        anew.reorder(rows);
        padding = Arrays.stream(rows).map(row -> padding[row]).toArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
