package dev.jformers.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Predicts in a JVM of its own and prints, after a warm-up and at the end, what is held: {@code LIVE RESIDENT_KB}. */
final class ManyPredictions {

    private static final int WARM_UP = 2_000;

    private ManyPredictions() {}

    public static void main(String[] args) throws IOException {
        int predictions = Integer.parseInt(args[1]);
        List<String> texts = Fixtures.texts(100);
        try (TextClassifier classifier = TextClassifier.load(Path.of(args[0]))) {
            predict(classifier, texts, WARM_UP);
            System.out.println(held());
            predict(classifier, texts, predictions);
            System.out.println(held());
        }
    }

    /** Half of them one by one, half of them in batches, each of which counts for one. */
    private static void predict(TextClassifier classifier, List<String> texts, int predictions) {
        for (int i = 0; i < predictions; i++) {
            int start = i % (texts.size() - 3);
            if (i % 2 == 0) {
                classifier.classify(texts.get(start));
            } else {
                classifier.classify(texts.subList(start, start + 3));
            }
        }
    }

    private static String held() throws IOException {
        return NativeResources.live() + " " + residentKilobytes();
    }

    /** 0 where the operating system does not say. */
    private static long residentKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
