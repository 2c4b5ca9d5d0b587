package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.Build;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What README.md says is true: its commands, recipes and programs run, its files are there. */
class ReadmeTest {

    private static final String FROM_CHECKOUT = "scripts/";

    private final Readme readme;

    @TempDir
    private Path folder = Path.of("");

    ReadmeTest() throws IOException {
        readme = Readme.read();
    }

    @Test
    void everyBlockIsOfAKindThatIsTriedHere() {
        Map<String, Long> kinds = readme.blocks().stream()
                .collect(Collectors.groupingBy(Readme.Block::language, TreeMap::new, Collectors.counting()));
        assertEquals(Map.of("csv", 1L, "java", 2L, "sh", 3L, "text", 1L, "xml", 1L, "yaml", 1L), kinds);
        assertEquals(2 * readme.blocks().size(), readme.text().split("(?m)^```", -1).length - 1, "fences");
    }

    /** From the user's table to an answer in the user's program, in a folder that holds what the README has shown. */
    @Test
    void recipeCommandsAndProgramsRunOneAfterTheOther() throws Exception {
        Models.copy(folder.resolve("models/all-minilm-l6-v2"));
        Files.writeString(folder.resolve("reviews.csv"), readme.contents("csv").get(0));
        Files.writeString(
                folder.resolve("reviews.yaml"), readme.contents("yaml").get(0));
        List<String> commands = readme.commands().stream()
                .filter(line -> line.startsWith(FROM_CHECKOUT + "jformers "))
                .toList();
        assertEquals(2, commands.size(), commands::toString);
        String predicted = "";
        for (String line : commands) {
            predicted = jformers(Readme.words(line));
        }
        assertTrue(predicted.matches("(good|bad) +0\\.\\d{4}  It stopped .*\n"), predicted);
        for (String program : readme.contents("java")) {
            String answer = java(List.of(
                    Files.writeString(folder.resolve(name(program)), program).toString()));
            assertTrue(answer.contains("\"className\": \"" + predicted.replaceFirst("(?s) .*", "\"")), answer);
        }
    }

    private String jformers(List<String> words) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Main.class.getName()));
        arguments.addAll(words.subList(1, words.size()));
        if (words.get(1).equals("train")) {
            // The tiny model of the tests has fewer positions than any real one.
            arguments.addAll(List.of("--set", "stages.fine-tune.max_length=16"));
        }
        return java(arguments);
    }

    private static String name(String program) {
        Matcher name = Pattern.compile("(?m)^class (\\w+)").matcher(program);
        assertTrue(name.find(), program);
        return name.group(1) + ".java";
    }

    /** Returns what the program wrote to standard output. */
    private String java(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(arguments);
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> arguments + " hangs");
        String said = Files.readString(errors, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), () -> arguments + "\n" + said);
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Test
    void everyCommandLineIsOneThatTheCommandTakes() {
        List<String> lines = new ArrayList<>(readme.commandsInTables());
        readme.commands().stream()
                .filter(line -> line.startsWith(FROM_CHECKOUT + "jformers "))
                .forEach(line -> lines.add(line.substring(FROM_CHECKOUT.length())));
        for (String line : lines) {
            List<String> words = Readme.words(line);
            assertEquals("jformers", words.get(0), line);
            command().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
        assertEquals(17, lines.size(), lines::toString);
    }

    private static CommandLine command() {
        try (Interruption interruption = Interruption.install(new PrintWriter(Writer.nullWriter()))) {
            return JformersCommand.commandLine(interruption);
        }
    }

    @Test
    void tableHasEveryCommand() {
        List<String> names = readme.commandsInTables().stream()
                .map(line -> Readme.words(line).get(1))
                .toList();
        assertEquals(List.copyOf(command().getSubcommands().keySet()), names);
    }

    @Test
    void scriptsAreThereAndCiRunsTheOthers() throws IOException {
        String ci = Files.readString(Readme.ROOT.resolve(".ci/run"));
        for (String line : readme.commands()) {
            String program = Readme.words(line).get(0);
            if (program.startsWith(FROM_CHECKOUT)) {
                assertTrue(Files.isExecutable(Readme.ROOT.resolve(program)), program);
            }
            if (!program.equals(FROM_CHECKOUT + "jformers")) {
                List<String> words = Readme.words(line);
                String rest = String.join(" ", words.subList(1, words.size()));
                Pattern called =
                        Pattern.compile("(?m)^" + Pattern.quote(program) + "( -\\S+)* ?" + Pattern.quote(rest));
                assertTrue(called.matcher(ci).find(), line + " is not in .ci/run");
            }
        }
        assertEquals(4, readme.commands().size(), readme.commands()::toString);
    }

    @Test
    void profilesAndPropertiesOfMavenAreThere() throws IOException {
        String pom = Files.readString(Readme.ROOT.resolve("pom.xml"));
        List<String> profiles = found("-P(\\w+)");
        List<String> properties = found("-D([\\w.]+)=");
        profiles.forEach(profile -> assertTrue(pom.contains("<id>" + profile + "</id>"), profile));
        properties.forEach(property -> assertTrue(pom.contains("<" + property + ">"), property));
        assertEquals(List.of("slow"), profiles);
        assertEquals(List.of("jformers.native.flavor"), properties);
    }

    private List<String> found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(readme.text())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void versionsAreThoseOfThisBuild() throws IOException {
        String version = Build.current().version();
        String dependency = readme.contents("xml").get(0);
        assertTrue(dependency.contains("<version>" + version + "</version>"), dependency);
        assertTrue(readme.text().contains("cli/target/jformers-" + version + ".zip"), version);
        String pom = Files.readString(Readme.ROOT.resolve("pom.xml"));
        List<String> libtorch = found("libtorch (\\d+\\.\\d+\\.\\d+)");
        assertTrue(libtorch.size() >= 2, libtorch::toString);
        libtorch.forEach(each -> assertTrue(pom.contains("<pytorch.version>" + each + "<"), each));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> links = readme.links();
        assertTrue(links.size() >= 14, links::toString);
        links.forEach(link -> assertTrue(Files.exists(Readme.ROOT.resolve(link)), link));
    }

    @Test
    void treeNamesEveryFolderOfTheRepository() throws IOException {
        List<String> named = readme.contents("text")
                .get(0)
                .lines()
                .map(line -> line.replaceFirst("/? .*", ""))
                .toList();
        assertEquals(List.of(), named.stream().filter(name -> !isFolder(name)).toList());
        for (String module :
                List.of("core", "training", "serving", "cli", "configs", "scripts", "benchmarks", "docs")) {
            assertTrue(named.contains(module), module);
        }
        assertEquals(9, named.size(), named::toString);
    }

    private static boolean isFolder(String name) {
        return Files.isDirectory(Readme.ROOT.resolve(name));
    }

    @Test
    void recipeAndServiceTakeTenLines() {
        Function<String, Long> lines = text -> text.lines().count();
        assertEquals(10, lines.apply(readme.contents("yaml").get(0)));
        assertEquals(10, lines.apply(readme.contents("java").get(0)));
    }
}
