package dev.jformers.generation;

import java.util.Arrays;
import java.util.Random;

/** A model that knows of each token, by a table, how likely each next one is. For one row. */
final class Bigrams implements TokenReader {

    private final float[][] table;
    private final float[][] further;
    private int[] read = new int[0];

    /**
     * @param table logits, {@code [vocab][vocab]}
     * @param further the same of the token behind the next one
     */
    private Bigrams(float[][] table, float[][] further) {
        this.table = table;
        this.further = further;
    }

    static Bigrams random(int vocabulary, long seed) {
        Random random = new Random(seed);
        return new Bigrams(table(vocabulary, random), table(vocabulary, random));
    }

    private static float[][] table(int vocabulary, Random random) {
        float[][] table = new float[vocabulary][vocabulary];
        for (float[] row : table) {
            for (int id = 0; id < vocabulary; id++) {
                row[id] = (float) random.nextGaussian();
            }
        }
        return table;
    }

    /** The same model that has read nothing. */
    Bigrams anew() {
        return new Bigrams(table, further);
    }

    float[] behind(int token) {
        return table[token].clone();
    }

    @Override
    public int length() {
        return read.length;
    }

    @Override
    public float[][] read(int[][] tokens) {
        float[][] all = readAll(tokens)[0];
        return new float[][] {all[all.length - 1]};
    }

    @Override
    public float[][][] readAll(int[][] tokens) {
        int before = read.length;
        read = Arrays.copyOf(read, before + tokens[0].length);
        System.arraycopy(tokens[0], 0, read, before, tokens[0].length);
        return new float[][][] {Arrays.stream(tokens[0]).mapToObj(this::behind).toArray(float[][]::new)};
    }

    @Override
    public float[][] further() {
        return new float[][] {further[read[read.length - 1]].clone()};
    }

    @Override
    public void truncate(int kept) {
        read = Arrays.copyOf(read, Math.min(kept, read.length));
    }

    @Override
    public void reorder(int[] rows) {
        throw new UnsupportedOperationException("one row");
    }

    @Override
    public void close() {}
}
