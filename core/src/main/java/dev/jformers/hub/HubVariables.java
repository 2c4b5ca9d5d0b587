package dev.jformers.hub;

import dev.jformers.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The environment variables of Python's huggingface_hub, read by its rules. */
final class HubVariables {

    private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final int USUAL_TIMEOUT = 10;

    private final Map<String, String> variables;

    HubVariables(Map<String, String> variables) {
        this.variables = variables;
    }

    HubSettings settings() {
        Path home = home();
        return new HubSettings(
                endpoint(),
                path("HF_HUB_CACHE", path("HUGGINGFACE_HUB_CACHE", home.resolve("hub"))),
                token(home),
                isTrue("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"),
                !isTrue("HF_HUB_DISABLE_SYMLINKS"),
                seconds("HF_HUB_ETAG_TIMEOUT"),
                seconds("HF_HUB_DOWNLOAD_TIMEOUT"));
    }

    private Path home() {
        Path caches = path("XDG_CACHE_HOME", Path.of(user(), ".cache"));
        return path("HF_HOME", caches.resolve("huggingface"));
    }

    /** The user's folder, which Python takes from HOME, if not on Windows; Java asks the system. */
    private String user() {
        String home = File.separatorChar == '/' ? first("HOME") : null;
        return home == null ? System.getProperty("user.home") : home;
    }

    private URI endpoint() {
        String text = variables.getOrDefault("HF_ENDPOINT", DEFAULT_ENDPOINT).replaceFirst("/+$", "");
        try {
            URI endpoint = new URI(text);
            boolean web =
                    "https".equalsIgnoreCase(endpoint.getScheme()) || "http".equalsIgnoreCase(endpoint.getScheme());
            boolean plain = endpoint.getRawUserInfo() == null
                    && endpoint.getRawQuery() == null
                    && endpoint.getRawFragment() == null;
            if (web && plain && endpoint.getHost() != null) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            throw notAnEndpoint(text);
        }
        throw notAnEndpoint(text);
    }

    private static InvalidInputException notAnEndpoint(String text) {
        return new InvalidInputException("HF_ENDPOINT is \"" + text
                + "\" but must be the address of a hub, such as https://hub.example.org; mend or unset it.");
    }

    private @Nullable String token(Path home) {
        if (isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return null;
        }
        String given = first("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
        if (given != null && !given.isBlank()) {
            return checked(given.strip(), "HF_TOKEN");
        }
        Path file = path("HF_TOKEN_PATH", home.resolve("token"));
        try {
            String stored = Files.readString(file).strip();
            return stored.isEmpty() ? null : checked(stored, file.toString());
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the token in " + file, e);
        }
    }

    /** The message keeps the token to itself. */
    private static String checked(String token, String where) {
        if (!TOKEN.matcher(token).matches()) {
            throw new InvalidInputException(
                    where
                            + " is no token: it has blanks, line breaks or letters beyond ASCII; copy it anew from the hub's settings.");
        }
        return token;
    }

    private Duration seconds(String name) {
        String text = variables.get(name);
        if (text == null || text.isBlank()) {
            return Duration.ofSeconds(USUAL_TIMEOUT);
        }
        try {
            int seconds = Integer.parseInt(text.strip());
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw notSeconds(name, text);
        }
        throw notSeconds(name, text);
    }

    private static InvalidInputException notSeconds(String name, String text) {
        return new InvalidInputException(
                name + " is \"" + text + "\" but must be a number of seconds, at least 1; mend or unset it.");
    }

    private boolean isTrue(String... names) {
        String value = first(names);
        return value != null && TRUE.contains(value.toUpperCase(Locale.ROOT));
    }

    private @Nullable String first(String... names) {
        for (String name : names) {
            String value = variables.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    private Path path(String name, Path otherwise) {
        String value = variables.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Path.of(expanded(value));
        } catch (InvalidPathException e) {
            throw new InvalidInputException(name + " is \"" + value + "\" but must be the path of a folder.", e);
        }
    }

    /** Puts values in place of {@code ~}, {@code $NAME} and <code>${NAME}</code>; a variable that is not there stays. */
    private String expanded(String value) {
        String path = value.equals("~") || value.startsWith("~/") ? user() + value.substring(1) : value;
        return VARIABLE.matcher(path).replaceAll(match -> {
            String name = match.group(1) == null ? match.group(2) : match.group(1);
            return Matcher.quoteReplacement(variables.getOrDefault(name, match.group()));
        });
    }
}
