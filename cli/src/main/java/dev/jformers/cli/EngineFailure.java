package dev.jformers.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PyTorch says when it fails, without the traces of its C++ and its TorchScript. */
final class EngineFailure {

    private static final Pattern MEMORY = Pattern.compile("you tried to allocate (\\d+) bytes");
    /** TorchScript's message ends with the reason; greedy, so that the last one is found. */
    private static final Pattern REASON = Pattern.compile("(?s:.*)RuntimeError: *([^\\r\\n]+)");

    private EngineFailure() {}

    /**
     * @param message what the engine's exception says, of many lines as a rule
     */
    static String message(String message) {
        Matcher memory = MEMORY.matcher(message);
        if (memory.find()) {
            return ("not enough memory: PyTorch asked for %s more; use a smaller batch size or shorter texts"
                            + " (in a recipe: a smaller max_tokens_per_micro_batch or max_length)")
                    .formatted(Amounts.bytes(Long.parseLong(memory.group(1))));
        }
        Matcher reason = REASON.matcher(message);
        return "PyTorch failed: "
                + (reason.find()
                        ? reason.group(1).strip()
                        : message.lines().findFirst().orElse(""));
    }
}
