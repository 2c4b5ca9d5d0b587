package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws examples evenly over a stream of unknown length, in memory for a few times the sample: the stream is cut into equal
 * blocks and of each one example is kept, at a place that is scattered but always the same, so that neither a file sorted by
 * label nor one in which labels alternate gives a lopsided sample.
 */
final class EvenSample {

    /** How many blocks there may be for each example of the sample: the more, the more evenly they share it. */
    private static final long BLOCKS_PER_EXAMPLE = 4;

    private final int size;
    private List<Example> kept = new ArrayList<>();
    private long block = 1;
    private long seen;
    private long chosen;

    EvenSample(int size) {
        if (size < 1) {
            throw new InvalidInputException("max_samples is %d but must be at least 1.".formatted(size));
        }
        this.size = size;
    }

    void add(Example example) {
        if (seen % block == 0) {
            startBlock();
        }
        if (seen == chosen) {
            kept.add(example);
        }
        seen++;
    }

    private void startBlock() {
        if (kept.size() == BLOCKS_PER_EXAMPLE * size) {
            kept = new ArrayList<>(oneOfEach(kept.size() / 2));
            block *= 2;
        }
        chosen = seen + Math.floorMod(scattered(seen), block);
    }

    /** How many examples came by. */
    long seen() {
        return seen;
    }

    /** The sample in the order of the stream; all examples where they are no more than its size. */
    List<Example> examples() {
        return List.copyOf(kept.size() <= size ? kept : oneOfEach(size));
    }

    private List<Example> oneOfEach(int parts) {
        return IntStream.range(0, parts).mapToObj(part -> oneOf(part, parts)).toList();
    }

    private Example oneOf(long part, int parts) {
        int from = (int) (part * kept.size() / parts);
        int to = (int) ((part + 1) * kept.size() / parts);
        return kept.get(from + Math.floorMod(scattered(part + block), to - from));
    }

    /** The output function of SplitMix64. */
    private static long scattered(long number) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
