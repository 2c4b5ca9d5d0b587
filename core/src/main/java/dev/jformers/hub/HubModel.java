package dev.jformers.hub;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model of the hub.
 *
 * @param id {@code organisation/name}, or the {@code name} alone of the oldest models
 * @param revision a branch, a tag or a commit
 */
public record HubModel(String id, String revision) implements ModelLocation {

    static final String FORM = "hf:organisation/name[@revision]";

    private static final String PREFIX = "hf:";
    private static final String MAIN = "main";
    private static final String WORD = "\\w(?:[\\w.-]{0,94}\\w)?";
    private static final Pattern ID = Pattern.compile("(?:" + WORD + "/)?" + WORD);
    private static final Pattern REVISION = Pattern.compile("\\w[\\w.+/-]{0,254}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /**
     * @throws InvalidInputException if id or revision break the hub's rules
     */
    public HubModel {
        requireId(id);
        requireRevision(id, revision);
    }

    /** Whether a text means a model of the hub, if perhaps a malformed one. */
    public static boolean isName(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * @param text {@code hf:organisation/name[@revision]}; without a revision it is the branch main
     * @throws InvalidInputException if it has another form
     */
    public static HubModel parse(String text) {
        if (!isName(text)) {
            throw new InvalidInputException("\"" + text + "\" must begin with " + PREFIX + ", as in " + FORM + ".");
        }
        String name = text.substring(PREFIX.length());
        int at = name.indexOf('@');
        return at < 0 ? new HubModel(name, MAIN) : new HubModel(name.substring(0, at), name.substring(at + 1));
    }

    private static void requireId(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches() || id.contains("--") || id.contains("..") || id.endsWith(".git")) {
            throw new InvalidInputException("\"" + PREFIX + id + "\" is no name of a model: it must be " + FORM
                    + ", of ASCII letters, digits, \"_\", \"-\" and \".\", without \"--\", \"..\" and \".git\" at the end;"
                    + " copy it from the model's page.");
        }
    }

    private static void requireRevision(String id, String revision) {
        boolean segments = revision.contains("..") || revision.contains("//") || revision.endsWith("/");
        if (!REVISION.matcher(revision).matches() || segments) {
            throw new InvalidInputException("the revision \"" + revision + "\" of " + PREFIX + id
                    + " must be a branch, a tag or a commit, such as main, v1.0 or refs/pr/1.");
        }
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    @Override
    public Path folder(DownloadListener listener) throws IOException {
        return new Hub(HubSettings.fromEnvironment()).fetch(this, listener);
    }

    /** What {@link #parse} reads; the branch main is not named. */
    @Override
    public String toString() {
        return PREFIX + id + (revision.equals(MAIN) ? "" : "@" + revision);
    }
}
