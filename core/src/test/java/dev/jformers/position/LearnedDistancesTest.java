package dev.jformers.position;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.jformers.layer.NoNorm;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Torch;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which vector stands for a distance; the expected buckets are those that Hugging Face transformers counts. */
class LearnedDistancesTest {

    /** The first distances of the buckets from 17 on, of 32 that reach 128 tokens. */
    private static final int[] FIRST_OF_32 = {17, 19, 22, 25, 28, 32, 37, 43, 49, 56, 64, 74, 84, 97, 111};

    @Test
    void farDistancesShareBuckets() {
        long[] buckets = rowsOfTheLastQuery(new LearnedDistances(1, 32, 128, new NoNorm()), 128);
        assertArrayEquals(
                FIRST_OF_32,
                IntStream.rangeClosed(17, 31)
                        .map(bucket -> first(buckets, bucket + 32))
                        .toArray());
        assertArrayEquals(IntStream.range(0, 17).toArray(), near(buckets, 17, 32));
    }

    @Test
    void theBucketsOfDebertaV3ReachTheLastOfItsPositions() {
        long[] buckets = rowsOfTheLastQuery(new LearnedDistances(1, 256, 512, new NoNorm()), 512);
        assertEquals(129, first(buckets, 256 + 129));
        assertEquals(201, first(buckets, 256 + 170));
        assertEquals(506, first(buckets, 256 + 255));
        assertEquals(511, buckets[511]);
    }

    @Test
    void distancesBeyondTheSpanShareTheOutermostVectors() {
        assertArrayEquals(new long[] {3, 4, 5, 5, 5}, rowsOfTheLastQuery(new LearnedDistances(1, 3), 5));
    }

    private static int[] near(long[] rows, int count, int span) {
        return IntStream.range(0, count)
                .map(distance -> (int) rows[distance] - span)
                .toArray();
    }

    private static int first(long[] rows, long row) {
        return IntStream.range(0, rows.length)
                .filter(distance -> rows[distance] == row)
                .findFirst()
                .orElseThrow();
    }

    /** The row of each distance from 0 on. */
    private static long[] rowsOfTheLastQuery(LearnedDistances config, int seq) {
        RelativePositionBlock block = config.newBlock(1);
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            block.initialize(manager, DataType.FLOAT32, new Shape(1));
            Pass pass = new Pass(new ParameterStore(manager, false), Device.cpu(), false);
            NDArray ids = manager.zeros(new Shape(1, seq), DataType.INT64);
            Distances distances =
                    Objects.requireNonNull(block.signal(pass, new Tokens(ids, null, null, null, null, true))
                            .distances());
            return distances.rows().get(0).get(seq - 1).flip(0).toLongArray();
        }
    }
}
