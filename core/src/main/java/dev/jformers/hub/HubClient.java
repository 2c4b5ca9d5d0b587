package dev.jformers.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Sends requests to a hub. The token goes to its endpoint alone, redirects are followed one by one and never from https to
 * http, and trouble that passes is waited for.
 */
final class HubClient {

    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    /** Who asks for more time than this is not waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HubSettings settings;
    private final HubAddress address;
    private final HttpClient http;

    HubClient(HubSettings settings) {
        this.settings = settings;
        this.address = new HubAddress(settings.endpoint());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.responseTimeout())
                .build();
    }

    /**
     * Sends a request until there is an answer that is worth something.
     *
     * @return an answer below 400, whose body the caller closes; a redirect to another host in place of it where the head
     *     alone was asked for and is told already
     * @throws dev.jformers.InvalidInputException if the hub refuses
     * @throws IOException if it does not answer, or is in trouble
     */
    HttpResponse<InputStream> send(HubRequest request, Backoff backoff, DownloadListener listener) throws IOException {
        HubFailure failure = new HubFailure(settings, request);
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt >= backoff.attempts();
            Optional<HttpResponse<InputStream>> answer = attempt(request, failure, attempt, last);
            int status = answer.map(HttpResponse::statusCode).orElse(0);
            if (answer.isPresent() && status < 400) {
                return answer.get();
            }
            Duration wait = answer.flatMap(HubClient::retryAfter).orElse(backoff.wait(attempt));
            if (answer.isPresent()) {
                answer.get().body().close();
                if (last || !PASSING.contains(status) || wait.compareTo(PATIENCE) > 0) {
                    throw failure.of(answer.get(), attempt);
                }
            }
            announce(request, status, wait, listener);
            Backoff.sleep(wait);
        }
    }

    private static void announce(HubRequest request, int status, Duration wait, DownloadListener listener) {
        if (wait.toSeconds() > 0) {
            String trouble = status == 0 ? "no answer" : "trouble (" + status + ")";
            listener.message(request.subject() + ": " + trouble + "; trying again in " + wait.toSeconds() + " s");
        }
    }

    /** Returns nothing where nobody answered and one may ask again. */
    private Optional<HttpResponse<InputStream>> attempt(
            HubRequest request, HubFailure failure, int attempt, boolean last) throws IOException {
        try {
            return Optional.of(follow(request));
        } catch (InterruptedIOException | HubProtocolException e) {
            throw e;
        } catch (IOException e) {
            if (last) {
                throw failure.noAnswer(e, attempt);
            }
            return Optional.empty();
        }
    }

    private HttpResponse<InputStream> follow(HubRequest request) throws IOException {
        URI uri = request.uri();
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = exchange(request, uri);
            if (!REDIRECTS.contains(response.statusCode())) {
                return response;
            }
            URI next = target(request, uri, response);
            boolean told = RemoteFile.isDescribedBy(response.headers());
            if (!request.wantsBody() && told && !HubAddress.sameOrigin(uri, next)) {
                return response;
            }
            response.body().close();
            uri = next;
        }
        throw new HubProtocolException(request.subject() + ": redirected more than " + MAX_REDIRECTS
                + " times, last to " + uri.getHost() + "; check HF_ENDPOINT.");
    }

    private static URI target(HubRequest request, URI from, HttpResponse<InputStream> response)
            throws HubProtocolException {
        URI to = response.headers()
                .firstValue("Location")
                .flatMap(location -> HubAddress.resolve(from, location))
                .orElseThrow(() -> new HubProtocolException(request.subject() + ": " + from.getHost() + " answered "
                        + response.statusCode() + " but does not say where to go; check HF_ENDPOINT and proxies."));
        if (HubAddress.isDowngrade(from, to)) {
            throw new HubProtocolException(request.subject() + ": " + from.getHost() + " leads from https to http, on "
                    + to.getHost() + ", where anybody could change the file; nothing was downloaded.");
        }
        return to;
    }

    private HttpResponse<InputStream> exchange(HubRequest request, URI uri) throws IOException {
        HttpRequest.Builder http = HttpRequest.newBuilder(uri)
                .method(request.method(), HttpRequest.BodyPublishers.noBody())
                .timeout(settings.responseTimeout())
                .header("User-Agent", "jformers")
                .header("Accept-Encoding", "identity");
        if (request.from() > 0) {
            http.header("Range", "bytes=" + request.from() + "-");
        }
        if (settings.token() != null && address.isEndpoint(uri)) {
            http.header("Authorization", "Bearer " + settings.token());
        }
        try {
            return this.http.send(http.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw Backoff.interrupted(e);
        }
    }

    /** How long the hub asks to wait, if it says so. */
    static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
