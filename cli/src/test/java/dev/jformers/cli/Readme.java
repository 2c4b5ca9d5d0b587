package dev.jformers.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * README.md in parts.
 *
 * @param text all of it
 * @param blocks its fenced blocks, in their order
 */
record Readme(String text, List<Block> blocks) {

    static final Path ROOT = Path.of("..");

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
    private static final Pattern CODE_IN_FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    /**
     * @param language what stands behind the fence
     * @param content the lines between the fences
     */
    record Block(String language, String content) {}

    static Readme read() throws IOException {
        String text = Files.readString(ROOT.resolve("README.md")).replace("\r\n", "\n");
        List<Block> blocks = FENCED.matcher(text)
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
        return new Readme(text, blocks);
    }

    List<String> contents(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .map(Block::content)
                .toList();
    }

    /** The lines of all blocks for a shell. */
    List<String> commands() {
        return contents("sh").stream().flatMap(String::lines).toList();
    }

    /** Where links and pictures lead. */
    List<String> links() {
        return LINK.matcher(text).results().map(link -> link.group(1)).toList();
    }

    /** The commands in the first column of tables. */
    List<String> commandsInTables() {
        return CODE_IN_FIRST_CELL
                .matcher(text)
                .results()
                .map(cell -> cell.group(1))
                .toList();
    }

    /** The words of a command line; quotes hold words together. */
    static List<String> words(String line) {
        return new ArrayList<>(Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(line)
                .results()
                .map(Readme::word)
                .toList());
    }

    private static String word(MatchResult match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }
}
