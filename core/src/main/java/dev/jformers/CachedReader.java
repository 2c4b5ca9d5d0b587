package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.generation.TokenReader;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.CausalLanguageModel.CausalLanguageModelBlock;
import dev.jformers.head.MultiTokenPrediction;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.model.KeyValueCache;
import dev.jformers.model.TokenInput;
import dev.jformers.model.Transformer;
import dev.jformers.position.AbsolutePosition;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.torch.Autograd;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens with a model's decoder, and keeps what it has read. A token leaves no native memory behind but its part of the cache.
 * Not thread-safe; several may read with one model. Close it before the model.
 */
public final class CachedReader implements TokenReader {

    private final PretrainedModel model;
    private final KeyValueCache cache;
    private final @Nullable EncodedBatch encoded;
    private int[] padding;

    private CachedReader(PretrainedModel model, int[] padding, @Nullable EncodedBatch encoded, int expected) {
        requireLanguageModel(model.description());
        this.model = model;
        this.cache = new KeyValueCache(model.description().transformer(), model.manager(), expected);
        this.encoded = encoded;
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
     * @throws InvalidInputException if the model is no decoder that predicts the next token
     */
    public static CachedReader ofEncoderDecoder(PretrainedModel model, EncodedBatch texts, int expected) {
        return new CachedReader(model, new int[texts.rows()], texts, expected);
    }

    private int length() {
        return Math.toIntExact(cache.length());
    }

    /**
     * @throws InvalidInputException if a prompt of so many tokens leaves no position to write on
     */
    void requireRoomBehind(int promptLength) {
        if (promptLength >= maxLength()) {
            throw new InvalidInputException("the prompt has " + promptLength + " tokens but the model knows "
                    + maxLength() + " positions, which leaves none to write on; shorten it.");
        }
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
        try (NDManager manager = model.manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            Pass pass = model.pass(false);
            Transformer transformer = model.block().transformer();
            TokenInput first = encoded == null || cache.length() > 0 ? null : TokenInput.of(encoded, manager);
            NDArray hidden = transformer.decode(pass, input(tokens, manager), first, cache, new Readout.LastToken());
            NDArray table = transformer.wordEmbeddings().weight(pass);
            NDArray logits = model.block().head(CausalLanguageModelBlock.class).logits(pass, hidden, table);
            return rows(logits.toFloatArray(), tokens.length);
        }
    }

    @Override
    public Reading readWithVectors(int[][] tokens) {
        try (NDManager manager = model.manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            Pass pass = model.pass(false);
            Transformer transformer = model.block().transformer();
            TokenInput first = encoded == null || cache.length() > 0 ? null : TokenInput.of(encoded, manager);
            NDArray hidden = transformer.decode(pass, input(tokens, manager), first, cache, new Readout.AllTokens());
            NDArray table = transformer.wordEmbeddings().weight(pass);
            NDArray last = new Readout.LastToken().of(hidden);
            NDArray logits = model.block().head(CausalLanguageModelBlock.class).logits(pass, last, table);
            float[][] flat = rows(hidden.toFloatArray(), tokens.length * tokens[0].length);
            float[][][] vectors = IntStream.range(0, tokens.length)
                    .mapToObj(row -> Arrays.copyOfRange(flat, row * tokens[0].length, (row + 1) * tokens[0].length))
                    .toArray(float[][][]::new);
            return new Reading(rows(logits.toFloatArray(), tokens.length), vectors);
        }
    }

    private TokenInput input(int[][] tokens, NDManager manager) {
        int seq = tokens[0].length;
        Shape shape = new Shape(tokens.length, seq);
        long[] ids = Arrays.stream(tokens)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
        boolean padded = Arrays.stream(padding).anyMatch(count -> count > 0);
        TokenInput input = new TokenInput(
                manager.create(ids, shape),
                null,
                padded ? mask(seq, manager) : null,
                padded ? positions(seq, manager) : null,
                null,
                null);
        boolean opens = model.description().readsPrefixes() && cache.length() == 0;
        return opens ? input.withPrefix(manager.create(lengths(seq))) : input;
    }

    private long[] lengths(int seq) {
        return Arrays.stream(padding).mapToLong(count -> seq - count).toArray();
    }

    private NDArray mask(int seq, NDManager manager) {
        int all = length() + seq;
        long[] mask = new long[padding.length * all];
        for (int row = 0; row < padding.length; row++) {
            Arrays.fill(mask, row * all + padding[row], (row + 1) * all, 1);
        }
        return manager.create(mask, new Shape(padding.length, all));
    }

    private NDArray positions(int seq, NDManager manager) {
        int past = length();
        long[] positions = IntStream.range(0, padding.length * seq)
                .mapToLong(i -> Math.max(0, past + i % seq - padding[i / seq]))
                .toArray();
        return manager.create(positions, new Shape(padding.length, seq));
    }

    private static float[][] rows(float[] values, int rows) {
        int size = values.length / rows;
        return IntStream.range(0, rows)
                .mapToObj(row -> Arrays.copyOfRange(values, row * size, (row + 1) * size))
                .toArray(float[][]::new);
    }

    @Override
    public void reorder(int[] rows) {
        boolean same =
                rows.length == padding.length && IntStream.range(0, rows.length).allMatch(row -> rows[row] == row);
        if (same) {
            return;
        }
        try (NDManager manager = model.manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            cache.reorder(manager.create(Arrays.stream(rows).asLongStream().toArray()));
        }
        padding = Arrays.stream(rows).map(row -> padding[row]).toArray();
    }

    @Override
    public void close() {
        cache.close();
    }
}
