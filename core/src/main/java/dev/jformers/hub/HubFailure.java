package dev.jformers.hub;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what the hub's refusals mean, and what to do about them. */
final class HubFailure {

    private static final int LONGEST_REMARK = 200;

    private final HubSettings settings;
    private final HubRequest request;

    HubFailure(HubSettings settings, HubRequest request) {
        this.settings = settings;
        this.request = request;
    }

    /**
     * @return what to throw where trying again may help
     * @throws InvalidInputException where the user has to change something
     */
    IOException of(HttpResponse<?> response, int attempts) {
        int status = response.statusCode();
        String said = said(response);
        return switch (status) {
            case 401, 403 -> throw new InvalidInputException(closed(response) + said);
            case 404, 410 -> throw new InvalidInputException(missing(response) + said);
            case 429 ->
                new IOException(start() + "too many requests (429), also after " + attempts(attempts)
                        + "; wait "
                        + HubClient.retryAfter(response)
                                .map(wait -> "the " + wait.toSeconds() + " seconds that it asks for")
                                .orElse("a few minutes")
                        + (settings.token() == null ? ", or set HF_TOKEN to be allowed more." : ".")
                        + said);
            default ->
                status >= 500
                        ? new IOException(start() + "the hub is in trouble (" + status + "), also after "
                                + attempts(attempts) + "; try again later." + said)
                        : new HubProtocolException(start() + "answered " + status
                                + ", which no hub should; check HF_ENDPOINT and proxies." + said);
        };
    }

    /** What to throw where there was no answer at all. */
    IOException noAnswer(IOException reason, int attempts) {
        String why = reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
        return new IOException(
                start() + "no answer (" + why + "), also after " + attempts(attempts)
                        + "; check the network, HF_ENDPOINT and proxies (-Dhttps.proxyHost), or set HF_HUB_OFFLINE=1 to"
                        + " use what the cache has.",
                reason);
    }

    private String closed(HttpResponse<?> response) {
        String licence = "accept its licence at " + new HubAddress(settings.endpoint()).page(request.model())
                + " and set HF_TOKEN to a token of that account that may read it.";
        int status = response.statusCode();
        if (settings.token() == null) {
            boolean gated = errorCode(response).equals("GatedRepo") || status == 403;
            return start() + (gated ? "it is gated (" : "there is no such model, or it is private or gated (") + status
                    + "); " + (gated ? "" : "check the name, or ") + licence;
        }
        return status == 401
                ? start() + "the token is refused (401); set HF_TOKEN to a valid one, or unset it."
                : start() + "the token does not open it (403); " + licence;
    }

    private String missing(HttpResponse<?> response) {
        HubModel model = request.model();
        return switch (errorCode(response)) {
            case "RepoNotFound" -> start() + noRepository();
            case "RevisionNotFound" -> start() + noRevision(model);
            case "EntryNotFound" -> start() + "there is no such file in it (404).";
            default ->
                request.file().isEmpty()
                        ? start() + noRepository() + " Or it has no revision \"" + model.revision() + "\"."
                        : start() + "there is no such file in it (404).";
        };
    }

    private static String noRepository() {
        return "there is no such repository (404); check the name, and HF_TOKEN if it is private.";
    }

    private static String noRevision(HubModel model) {
        return "the repository has no revision \"" + model.revision() + "\" (404); name a branch, tag or commit of "
                + model.id() + ".";
    }

    private String start() {
        return request.subject() + " at " + settings.endpoint() + ": ";
    }

    private static String attempts(int attempts) {
        return attempts == 1 ? "1 attempt" : attempts + " attempts";
    }

    private static String errorCode(HttpResponse<?> response) {
        return response.headers().firstValue("X-Error-Code").orElse("");
    }

    /** The hub's own words, in so far as a terminal can bear them. */
    private static String said(HttpResponse<?> response) {
        Optional<@Nullable String> header =
                response.headers().firstValue("X-Error-Message").map(HubFailure::printable);
        return header.map(text -> " The hub says: " + text).orElse("");
    }

    private static @Nullable String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?").strip();
        String brief = plain.length() > LONGEST_REMARK ? plain.substring(0, LONGEST_REMARK) + "..." : plain;
        return brief.isEmpty() ? null : brief;
    }
}
