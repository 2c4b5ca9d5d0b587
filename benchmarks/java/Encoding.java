import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How fast the first 1000 lines of a file become token ids: once for each line of the standard input, which it answers by milliseconds
 * of the clock, milliseconds of the processors and the number of tokens. {@code benchmarks/huggingface/encoding.py} takes turns with it.
 *
 * <pre>java -cp "$(cat cli/target/classpath)" benchmarks/java/Encoding.java TOKENIZER_FOLDER TEXTS</pre>
 */
final class Encoding {

    private Encoding() {}

    public static void main(String[] arguments) throws IOException {
        List<String> texts = Files.readAllLines(Path.of(arguments[1])).subList(0, 1000);
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Tokenizer tokenizer = Tokenizer.load(Path.of(arguments[0]))) {
            while (turns.readLine() != null) {
                long cpu = system.getProcessCpuTime();
                long start = System.nanoTime();
                int tokens = tokenizer.encode(texts).stream()
                        .mapToInt(EncodedText::length)
                        .sum();
                long end = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "%.3f %.3f %d%n",
                        (end - start) / 1e6,
                        (system.getProcessCpuTime() - cpu) / 1e6,
                        tokens);
                System.out.flush();
            }
        }
    }
}
