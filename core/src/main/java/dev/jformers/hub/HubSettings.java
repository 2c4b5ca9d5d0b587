package dev.jformers.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the hub, and where its files are kept.
 *
 * @param endpoint the hub's address, without a slash at the end
 * @param cache the folder that holds {@code models--...}; need not exist
 * @param token goes to the endpoint and to nobody else; null where there is none
 * @param offline whether the cache must do
 * @param symlinks whether the cache may hold symbolic links; otherwise files are copied
 * @param responseTimeout how long to wait for a connection or the head of an answer
 * @param stallTimeout how long a download may stand still
 */
public record HubSettings(
        URI endpoint,
        Path cache,
        @Nullable String token,
        boolean offline,
        boolean symlinks,
        Duration responseTimeout,
        Duration stallTimeout) {

    /**
     * What {@code HF_HOME}, {@code HF_TOKEN}, {@code HF_ENDPOINT} and the other variables of Python's huggingface_hub say.
     *
     * @throws dev.jformers.InvalidInputException if one of them says something impossible
     */
    public static HubSettings fromEnvironment() {
        return of(System.getenv());
    }

    /**
     * As {@link #fromEnvironment}, from other variables; without HF_HOME the home is that of the user.
     *
     * @throws dev.jformers.InvalidInputException if one of them says something impossible
     */
    public static HubSettings of(Map<String, String> variables) {
        return new HubVariables(variables).settings();
    }

    /** All but the token, which must not get into a log. */
    @Override
    public String toString() {
        return "HubSettings[endpoint=" + endpoint + ", cache=" + cache + ", token=" + (token == null ? "none" : "***")
                + ", offline=" + offline + "]";
    }
}
