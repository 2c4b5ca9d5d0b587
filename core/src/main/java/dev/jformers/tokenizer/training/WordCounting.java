package dev.jformers.tokenizer.training;

import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.training.WordCounts.CountedWord;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Counts the words of texts on all processors. Its memory depends on the number of different words, not on the texts' length.
 *
 * @param normalizers what happens to a line first, in order
 * @param preTokenizer how a line is split
 */
record WordCounting(List<Normalizer> normalizers, PreTokenizer preTokenizer) {

    private static final String STAGE = "counting words";
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /**
     * @throws InvalidInputException if a file is missing or not UTF-8, or there is no word in any of them
     */
    List<CountedWord> count(List<Path> files, TrainingProgress progress) throws IOException {
        TextBlocks blocks = new TextBlocks(files);
        ConcurrentLinkedQueue<WordCounts> free = new ConcurrentLinkedQueue<>();
        Deque<Future<?>> running = new ArrayDeque<>();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            blocks.forEach(block -> {
                if (running.size() > 2 * THREADS) {
                    finish(running.remove());
                }
                running.add(pool.submit(() -> count(block, free)));
                progress.at(STAGE, blocks.share());
            });
            while (!running.isEmpty()) {
                finish(running.remove());
            }
        } finally {
            pool.shutdownNow();
        }
        return sorted(free, files);
    }

    private void count(TextBlock block, ConcurrentLinkedQueue<WordCounts> free) {
        WordCounts idle = free.poll();
        WordCounts counts = idle == null ? new WordCounts() : idle;
        CharBuffer text = block.decoded();
        char[] letters = text.array();
        int start = 0;
        for (int i = 0; i < text.limit(); i++) {
            if (letters[i] == '\n') {
                countLine(letters, start, i + 1, counts);
                start = i + 1;
            }
        }
        if (start < text.limit()) {
            countLine(letters, start, text.limit(), counts);
        }
        free.add(counts);
    }

    private void countLine(char[] text, int from, int to, WordCounts counts) {
        if (normalizers.isEmpty()) {
            preTokenizer.split(text, from, to, counts);
            return;
        }
        String line = new String(text, from, to - from);
        for (Normalizer normalizer : normalizers) {
            line = normalizer.apply(line);
        }
        preTokenizer.split(line.toCharArray(), 0, line.length(), counts);
    }

    private static void finish(Future<?> task) throws IOException {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidInputException invalid) {
                throw invalid;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while words were counted");
        }
    }

    private static List<CountedWord> sorted(Collection<WordCounts> parts, List<Path> files) {
        WordCounts all = WordCounts.sum(parts);
        if (all.isEmpty()) {
            throw new InvalidInputException(
                    "There is no word in " + files + "; a tokenizer needs a text to learn from.");
        }
        return all.sorted();
    }
}
