package dev.jformers.checkpoint;

import com.sun.management.ThreadMXBean;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Gives a reader damaged files. It must read them or report wrong input: nothing else may be thrown, no file may take long, and
 * none may take memory out of proportion to its size. By default there are as many rounds as a build has time for; the system
 * property {@code jformers.fuzz.seconds} asks for time instead.
 */
public final class Fuzz {

    private static final int SECONDS = Integer.getInteger("jformers.fuzz.seconds", 0);
    private static final int ROUNDS = 1500;
    private static final long SEED = 20_260_101;
    private static final int ROUNDS_BETWEEN_COLLECTIONS = 5000;

    private static final Duration MOST_CPU_TIME = Duration.ofSeconds(20);
    private static final long FREE_BYTES = 4_000_000;
    private static final long BYTES_FOR_BYTE = 200;

    private final List<byte[]> seeds;
    private final Mutations mutations;
    private final Path folder;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long reported;

    /**
     * @param seeds good files
     * @param tokens what files of this kind are made of
     * @param folder for the damaged files
     */
    public Fuzz(List<byte[]> seeds, List<byte[]> tokens, Path folder) {
        this.seeds = List.copyOf(seeds);
        this.mutations = new Mutations(new Random(SEED), seeds, tokens);
        this.folder = folder;
    }

    /** Reads one file that may be damaged, as thoroughly as a program would. */
    public interface Reader {
        void read(byte[] content, Path file) throws Exception;
    }

    /**
     * @param name of what is read, for the report
     * @return how many files were refused
     */
    public long run(String name, Reader reader) throws Exception {
        for (byte[] seed : seeds) {
            Path file = Files.write(folder.resolve("file"), seed);
            reader.read(seed, file);
        }
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long round = 0;
        while (SECONDS == 0 ? round < ROUNDS : System.nanoTime() < end) {
            read(mutations.next(), reader);
            round++;
            if (round % ROUNDS_BETWEEN_COLLECTIONS == 0) {
                System.gc();
            }
        }
        if (SECONDS > 0) {
            System.out.printf("fuzz %s: %d files, %d refused%n", name, round, reported);
        }
        return reported;
    }

    private void read(byte[] content, Reader reader) throws IOException {
        Path file = folder.resolve("file");
        Files.write(file, content);
        long thread = Thread.currentThread().getId();
        long allocatedBefore = threads.getThreadAllocatedBytes(thread);
        long begin = threads.getCurrentThreadCpuTime();
        try {
            reader.read(content, file);
        } catch (InvalidInputException e) {
            reported++;
        } catch (Exception | Error e) {
            throw new AssertionError(describe(content), e);
        } finally {
            Files.deleteIfExists(file);
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - allocatedBefore;
        if (allocated > FREE_BYTES + BYTES_FOR_BYTE * content.length) {
            throw new AssertionError(allocated + " bytes were taken for " + describe(content));
        }
        if (threads.getCurrentThreadCpuTime() - begin > MOST_CPU_TIME.toNanos()) {
            throw new AssertionError("It took too long to read " + describe(content));
        }
    }

    private static String describe(byte[] content) {
        String text = Base64.getEncoder().encodeToString(content);
        return content.length + " bytes: " + (text.length() <= 20_000 ? text : text.substring(0, 20_000) + "...");
    }
}
