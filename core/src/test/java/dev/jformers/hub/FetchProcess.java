package dev.jformers.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process of its own that fetches the model of a {@link TestHub}. */
final class FetchProcess {

    private FetchProcess() {}

    /**
     * @param args endpoint and home
     */
    public static void main(String[] args) throws IOException {
        HubSettings settings = HubSettings.of(Map.of("HF_ENDPOINT", args[0], "HF_HOME", args[1]));
        System.out.println(new Hub(settings).fetch(TestHub.MODEL, DownloadListener.SILENT));
    }

    static Process start(String endpoint, Path home) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FetchProcess.class.getName()));
        command.addAll(List.of(endpoint, home.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static int exitCode(Process process) throws InterruptedException {
        return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
    }
}
