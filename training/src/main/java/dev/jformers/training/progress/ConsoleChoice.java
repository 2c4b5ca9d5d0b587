package dev.jformers.training.progress;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Finds out which display fits where the program runs.
 *
 * @param environment the variables of the process
 */
record ConsoleChoice(Map<String, String> environment) {

    RunProgress progress(boolean console) {
        if (!console || plainWanted()) {
            return new PlainProgress(System.out);
        }
        try {
            return new TerminalProgress(systemScreen());
        } catch (IOException | IllegalStateException noTerminal) {
            return new PlainProgress(System.out);
        }
    }

    boolean plainWanted() {
        return "dumb".equals(environment.get("TERM")) || isSet("NO_COLOR") || isSet("CI");
    }

    private boolean isSet(String name) {
        String value = environment.getOrDefault(name, "");
        return !value.isEmpty() && !"false".equals(value);
    }

    /** Leaves signals alone (Ctrl-C belongs to the run) and asks the terminal nothing, so nothing is typed into its input. */
    private static Screen systemScreen() throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(false)
                .nativeSignals(false)
                .graphemeCluster(false)
                .build();
        FileOutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
        return new Screen(terminal, new PrintStream(standardOutput, false, terminal.encoding()));
    }
}
