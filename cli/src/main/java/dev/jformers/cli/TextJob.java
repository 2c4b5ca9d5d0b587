package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.cli.text.JsonlWriter;
import dev.jformers.cli.text.RowWriter;
import dev.jformers.cli.text.TextRow;
import dev.jformers.cli.text.TextSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Asks a model about texts, a batch at a time, however many there are. */
final class TextJob<A> {

    /** Enough to put texts of similar length together, few enough for the memory. */
    private static final int BATCH = 1024;

    /** Characters that are sent to the model at a time: some thousand tokens. */
    private static final int PART = 1 << 14;

    private final TextSource source;
    private final TextAnswers<A> answers;
    private final PrintWriter out;
    private final PrintWriter errors;
    private final Progress progress;
    private long truncated;

    TextJob(TextSource source, TextAnswers<A> answers, PrintWriter out, PrintWriter errors) {
        this.source = source;
        this.answers = answers;
        this.out = out;
        this.errors = errors;
        this.progress = new Progress(errors, Console.isTerminal());
    }

    /** Writes a file of rows, and says so. */
    void writeFile(Path file, OutputTarget target) throws IOException {
        target.write(file, path -> {
            try (Writer writer = Files.newBufferedWriter(path)) {
                run(rows(RowWriter.of(file, writer)));
            }
        });
        out.println("Wrote " + file + ": " + Amounts.of(progress.done(), "text"));
    }

    /** Prints rows as JSON, one a line. */
    void printJson() throws IOException {
        run(rows(new JsonlWriter(out)));
    }

    /** Prints answers for people. */
    void print() throws IOException {
        run((row, answer) -> out.println(answers.text(row, answer)));
    }

    private Sink<A> rows(RowWriter writer) {
        AnswerColumns columns = new AnswerColumns(errors);
        return (row, answer) -> {
            JsonObject answered = columns.add(row.columns(), answers.columns(answer));
            writer.write(answered);
        };
    }

    private void run(Sink<A> sink) throws IOException {
        try {
            for (List<TextRow> batch = batch(); !batch.isEmpty(); batch = batch()) {
                List<A> given = answers(batch);
                for (int i = 0; i < batch.size(); i++) {
                    sink.write(batch.get(i), given.get(i));
                }
                progress.advance(batch.size(), source.progress());
                if (out.checkError()) {
                    throw new InterruptedIOException("nobody waits for the answers any more");
                }
            }
        } finally {
            progress.finish();
        }
        if (truncated > 0) {
            errors.printf(
                    "%s longer than the model reads (%d tokens); the rest was left out.%n",
                    truncated == 1 ? "1 text was" : Amounts.count(truncated) + " texts were",
                    answers.model().maxLength());
        }
    }

    /** Texts of similar length go together, and few enough at a time that an interruption is heard soon. */
    private List<A> answers(List<TextRow> rows) throws InterruptedIOException {
        List<Integer> order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(row -> rows.get(row).text().length()))
                .toList();
        Map<Integer, A> given = new HashMap<>();
        for (int from = 0; from < order.size(); ) {
            if (Thread.interrupted()) {
                throw new InterruptedIOException("interrupted between two texts");
            }
            List<Integer> part = part(rows, order.subList(from, order.size()));
            List<A> some = answers.answer(
                    part.stream().map(row -> rows.get(row).text()).toList());
            for (int i = 0; i < part.size(); i++) {
                given.put(part.get(i), some.get(i));
            }
            from += part.size();
        }
        return IntStream.range(0, rows.size()).mapToObj(given::get).toList();
    }

    /** The first rows whose texts, the special tokens counted, have about {@link #PART} characters; at least one. */
    private static List<Integer> part(List<TextRow> rows, List<Integer> order) {
        int count = 0;
        for (long length = 0; count < order.size() && length < PART; count++) {
            length += rows.get(order.get(count)).text().length() + 10;
        }
        return order.subList(0, count);
    }

    /** The texts that are there, without waiting for more; at least one unless there are none left. */
    private List<TextRow> batch() throws IOException {
        List<TextRow> rows = new ArrayList<>();
        while (rows.size() < BATCH && (rows.isEmpty() || source.ready())) {
            TextRow row = source.read();
            if (row == null) {
                return rows;
            }
            // A token is at least one character: most texts need no second look.
            if (row.text().length() > answers.model().maxLength() - 2
                    && answers.model().truncates(row.text())) {
                truncated++;
            }
            rows.add(row);
        }
        return rows;
    }

    @FunctionalInterface
    private interface Sink<A> {
        void write(TextRow row, A answer) throws IOException;
    }
}
