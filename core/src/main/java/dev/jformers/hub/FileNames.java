package dev.jformers.hub;

import dev.jformers.InvalidInputException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Names of files that a hub or a file from it gives: none may lead out of the folder of the model, on any system. */
final class FileNames {

    private static final Pattern ROOTED = Pattern.compile("[/\\\\].*|.*(^|/)[A-Za-z]:.*|.*//.*", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private FileNames() {}

    /**
     * @param where what gives the name, for messages
     * @throws InvalidInputException if the name could lead elsewhere
     */
    static String require(String name, String where) {
        boolean upwards = Arrays.asList(name.split("[/\\\\]", -1)).contains("..");
        if (name.isEmpty()
                || upwards
                || ROOTED.matcher(name).matches()
                || CONTROL.matcher(name).find()) {
            throw new InvalidInputException(
                    where + " names the file \"" + CONTROL.matcher(name).replaceAll("?")
                            + "\", which could lead out of the model's folder; nothing of it was downloaded. Do not trust this"
                            + " repository.");
        }
        return name;
    }
}
