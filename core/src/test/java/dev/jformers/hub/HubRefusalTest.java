package dev.jformers.hub;

import static dev.jformers.hub.TestHub.COMMIT;
import static dev.jformers.hub.TestHub.MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hubs that refuse, fail and lie: each is one message, and no blob is left that is not whole. */
class HubRefusalTest {

    private static final Backoff QUICK = new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(5));
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    private Path home = Path.of("");

    private final TestHub server;

    HubRefusalTest() throws IOException {
        server = new TestHub().withModel();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private <E extends Throwable> void assertFails(Class<E> type, String expected, String... variables) {
        assertFails(type, expected, MODEL, variables);
    }

    private <E extends Throwable> void assertFails(
            Class<E> type, String expected, HubModel model, String... variables) {
        Map<String, String> all = new HashMap<>(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", server.endpoint()));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        Hub hub = new Hub(HubSettings.of(all), QUICK);
        String message = String.valueOf(assertThrows(type, () -> hub.fetch(model, DownloadListener.SILENT))
                .getMessage());
        assertEquals(expected.replace("@HUB", server.endpoint()), message);
    }

    private List<String> weightsInTheCache() throws IOException {
        Path cache = Files.createDirectories(home.resolve("hub"));
        String etag = TestHub.sha256(TestHub.large(1));
        try (Stream<Path> tree = Files.walk(cache)) {
            return tree.filter(path -> !path.toString().contains(".locks")
                            && !path.toString().contains(".no_exist"))
                    .map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.startsWith(etag) || name.equals(WEIGHTS))
                    .map(name -> name.replace(etag, "ETAG"))
                    .toList();
        }
    }

    private static HttpHandler refusal(int status, String code) {
        return exchange -> TestHub.refuse(exchange, status, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | RepoNotFound | '' | there is no such model, or it is private or gated (401); check the name, or accept its licence at @HUB/acme/tiny and set HF_TOKEN to a token of that account that may read it.",
                "401 | GatedRepo    | '' | it is gated (401); accept its licence at @HUB/acme/tiny and set HF_TOKEN to a token of that account that may read it.",
                "403 | GatedRepo    | '' | it is gated (403); accept its licence at @HUB/acme/tiny and set HF_TOKEN to a token of that account that may read it.",
                "401 | ''           | hf_old | the token is refused (401); set HF_TOKEN to a valid one, or unset it.",
                "403 | GatedRepo    | hf_me | the token does not open it (403); accept its licence at @HUB/acme/tiny and set HF_TOKEN to a token of that account that may read it."
            })
    void aClosedModelSaysHowToOpenIt(int status, String code, String token, String expected) {
        server.replace(TestHub.listing(), refusal(status, code));
        assertFails(InvalidInputException.class, "hf:acme/tiny at @HUB: " + expected, "HF_TOKEN", token);
        assertEquals(1, server.asked.size());
    }

    @Test
    void aRepositoryThatIsNotThereIsNamed() {
        assertFails(
                InvalidInputException.class,
                "hf:acme/other at @HUB: there is no such repository (404); check the name, and HF_TOKEN if it is private.",
                HubModel.parse("hf:acme/other"));
    }

    @Test
    void aRevisionThatIsNotThereIsNamed() {
        server.replace("hub GET /api/models/acme/tiny/revision/refs%2Fpr%2F9", refusal(404, "RevisionNotFound"));
        assertFails(
                InvalidInputException.class,
                "hf:acme/tiny@refs/pr/9 at @HUB: the repository has no revision \"refs/pr/9\" (404); name a branch, tag or"
                        + " commit of acme/tiny.",
                HubModel.parse("hf:acme/tiny@refs/pr/9"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        server.replace(TestHub.head(WEIGHTS), refusal(404, "EntryNotFound"));
        assertFails(
                InvalidInputException.class,
                "model.safetensors of hf:acme/tiny at @HUB: there is no such file in it (404).");
        assertEquals(List.of(), weightsInTheCache());
    }

    @Test
    void theHubsOwnWordsArePrintable() {
        server.replace(TestHub.listing(), exchange -> {
            exchange.getResponseHeaders().set("X-Error-Message", "Access is d\u00fcsabled");
            TestHub.refuse(exchange, 403, "");
        });
        assertFails(
                InvalidInputException.class,
                "hf:acme/tiny at @HUB: the token does not open it (403); accept its licence at @HUB/acme/tiny and set HF_TOKEN"
                        + " to a token of that account that may read it. The hub says: Access is d?sabled",
                "HF_TOKEN",
                "hf_me");
    }

    @Test
    void tooManyRequestsAreGivenUp() {
        server.replace(TestHub.listing(), refusal(429, ""));
        assertFails(
                IOException.class,
                "hf:acme/tiny at @HUB: too many requests (429), also after 3 attempts; wait a few minutes, or set HF_TOKEN to"
                        + " be allowed more.");
        assertEquals(3, server.asked.size());
    }

    @Test
    void aHubThatAsksToWaitForHoursIsNotWaitedFor() {
        server.replace(TestHub.listing(), exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7200");
            TestHub.refuse(exchange, 429, "");
        });
        assertFails(
                IOException.class,
                "hf:acme/tiny at @HUB: too many requests (429), also after 1 attempt; wait the 7200 seconds that it asks"
                        + " for, or set HF_TOKEN to be allowed more.");
    }

    @Test
    void aHubInTroubleIsGivenUp() {
        server.replace(TestHub.listing(), refusal(500, ""));
        assertFails(
                IOException.class,
                "hf:acme/tiny at @HUB: the hub is in trouble (500), also after 3 attempts; try again later.");
        assertEquals(3, server.asked.size());
    }

    @Test
    void aTruncatedBodyIsKeptForTheNextTime() throws IOException {
        server.replace(TestHub.getLarge(WEIGHTS), server.cutShort(WEIGHTS, 4000));
        Hub hub = new Hub(HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", server.endpoint())), QUICK);
        IOException error = assertThrows(IOException.class, () -> hub.fetch(MODEL, DownloadListener.SILENT));
        String message = String.valueOf(error.getMessage());
        assertTrue(
                message.startsWith("model.safetensors of hf:acme/tiny at " + server.endpoint()
                        + ": the connection broke after 4000 of 10000 bytes ("),
                message);
        assertTrue(message.endsWith("), 3 times; they are kept: try again to go on from there."), message);
        assertEquals(List.of("ETAG.jformers.incomplete"), weightsInTheCache());
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws IOException {
        server.replace(TestHub.getLarge(WEIGHTS), exchange -> {
            exchange.sendResponseHeaders(200, TestHub.LARGE);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            sleep(Duration.ofMillis(1500));
        });
        Hub hub = new Hub(
                HubSettings.of(Map.of(
                        "HF_HOME", home.toString(), "HF_ENDPOINT", server.endpoint(), "HF_HUB_DOWNLOAD_TIMEOUT", "1")),
                QUICK.once());
        IOException error = assertThrows(IOException.class, () -> hub.fetch(MODEL, DownloadListener.SILENT));
        assertTrue(
                String.valueOf(error.getMessage()).contains("(nothing arrived for 1 seconds), 1 times"),
                error.getMessage());
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWrongSha256IsDeleted() throws IOException {
        byte[] other = TestHub.large(2);
        server.replace(TestHub.getLarge(WEIGHTS), exchange -> TestHub.send(exchange, 200, other));
        assertFails(
                IOException.class,
                "model.safetensors of hf:acme/tiny at @HUB: its SHA-256 is " + TestHub.sha256(other)
                        + " but the hub says "
                        + TestHub.sha256(TestHub.large(1)) + ": it was damaged or changed on the way, and was deleted;"
                        + " try again, or check HF_ENDPOINT and proxies.");
        assertEquals(List.of(), weightsInTheCache());
    }

    @Test
    void aWrongGitSha1IsDeleted() {
        byte[] other = "{\"model_type\": \"evil\"}".getBytes(StandardCharsets.UTF_8);
        server.replace(TestHub.get("config.json"), exchange -> TestHub.send(exchange, 200, other));
        byte[] config = "{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8);
        assertFails(
                IOException.class,
                "config.json of hf:acme/tiny at @HUB: its git's SHA-1 is " + TestHub.gitSha1(other)
                        + " but the hub says "
                        + TestHub.gitSha1(config)
                        + ": it was damaged or changed on the way, and was deleted; try again, or"
                        + " check HF_ENDPOINT and proxies.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatSendsMoreThanItSaidIsCutOff(boolean saysSo) throws IOException {
        byte[] more = Arrays.copyOf(TestHub.large(1), TestHub.LARGE + 1);
        server.replace(TestHub.getLarge(WEIGHTS), exchange -> {
            exchange.sendResponseHeaders(200, saysSo ? more.length : 0);
            exchange.getResponseBody().write(more);
            exchange.getResponseBody().close();
        });
        assertFails(
                IOException.class,
                "model.safetensors of hf:acme/tiny at @HUB: the hub sends more than the 10000 bytes that it said; what there was"
                        + " is deleted. Check HF_ENDPOINT and proxies.");
        assertEquals(List.of(), weightsInTheCache());
    }

    @Test
    void aRangeThatWasNotAskedForIsRefused() throws IOException {
        Path blobs = Files.createDirectories(home.resolve("hub/models--acme--tiny/blobs"));
        Files.write(blobs.resolve(TestHub.sha256(TestHub.large(1)) + ".jformers.incomplete"), new byte[500]);
        server.replace(TestHub.getLarge(WEIGHTS), exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 400-9999/10000");
            TestHub.send(exchange, 206, new byte[9600]);
        });
        assertFails(
                IOException.class,
                "model.safetensors of hf:acme/tiny at @HUB: asked for the bytes from 500 on, the hub answered 206 with the range"
                        + " \"bytes 400-9999/10000\"; what there was is deleted: try again.");
        assertEquals(List.of(), weightsInTheCache());
    }

    @Test
    void offlineWhatTheCacheLacksIsNamed() throws IOException {
        String start = "hf:acme/tiny: HF_HUB_OFFLINE is set, and the cache " + home.resolve("hub") + " ";
        String end =
                "; unset HF_HUB_OFFLINE to download it, or point HF_HUB_CACHE (or HF_HOME) to a cache that has it.";
        assertFails(InvalidInputException.class, start + "lacks it" + end, "HF_HUB_OFFLINE", "1");
        Path model = Files.createDirectories(
                home.resolve("hub/models--acme--tiny/snapshots").resolve(COMMIT));
        Files.createDirectories(home.resolve("hub/models--acme--tiny/refs"));
        Files.writeString(home.resolve("hub/models--acme--tiny/refs/main"), COMMIT);
        Files.writeString(model.resolve("config.json"), "{}");
        assertFails(
                InvalidInputException.class,
                start + "has a part of it alone (no model.safetensors)" + end,
                "HF_HUB_OFFLINE",
                "1");
        assertEquals(List.of(), server.asked);
    }

    @Test
    void aCacheThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("taken"), "");
        Hub hub = new Hub(
                HubSettings.of(Map.of(
                        "HF_HOME", home.toString(),
                        "HF_HUB_CACHE", file.resolve("hub").toString(),
                        "HF_ENDPOINT", server.endpoint())),
                QUICK);
        IOException error = assertThrows(IOException.class, () -> hub.fetch(MODEL, DownloadListener.SILENT));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith("the cache " + file.resolve("hub") + " cannot be written ("), message);
        assertTrue(message.endsWith("); set HF_HUB_CACHE (or HF_HOME) to a folder that can."), message);
        assertEquals(
                List.of(TestHub.listing()),
                server.asked.stream().map(TestHub.Asked::what).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "/etc/x", "\\\\host\\x", "a\\..\\..\\x", "C:\\x", "a/D:x", "", "a\u0000b"})
    void namesThatLeadOutAreRefused(String name) throws IOException {
        server.with(name, "evil");
        assertFails(
                InvalidInputException.class,
                "the list of files of hf:acme/tiny at @HUB names the file \"" + name.replace('\0', '?')
                        + "\", which could lead out of the model's folder; nothing of it was downloaded. Do not trust this"
                        + " repository. Check HF_ENDPOINT and proxies.");
        assertFalse(Files.exists(home.resolve("hub")));
    }

    @Test
    void shardsThatLeadOutAreRefused() throws IOException {
        server.without(WEIGHTS).with("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../x\"}}");
        Path index = home.resolve("hub/models--acme--tiny/snapshots")
                .resolve(COMMIT)
                .resolve("model.safetensors.index.json");
        assertFails(
                InvalidInputException.class,
                index
                        + " names the file \"../../x\", which could lead out of the model's folder; nothing of it was downloaded."
                        + " Do not trust this repository.");
    }

    @Test
    void shardsThatTheRepositoryLacksAreNamed() {
        server.without(WEIGHTS).with("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"x.safetensors\"}}");
        assertFails(
                InvalidInputException.class,
                "hf:acme/tiny at @HUB: its model.safetensors.index.json names x.safetensors, which the repository does not have;"
                        + " choose another revision.");
    }

    @Test
    void aRepositoryWithoutAModelIsRefused() {
        server.without(WEIGHTS);
        assertFails(
                InvalidInputException.class,
                "hf:acme/tiny at @HUB has no weights that can be read: none of model.safetensors, model.safetensors.index.json,"
                        + " pytorch_model.bin, pytorch_model.bin.index.json; choose a model for Hugging Face's transformers, or"
                        + " another revision.");
    }

    @Test
    void aDiskThatIsTooSmallIsFoundOutBefore() {
        server.replace(TestHub.head(WEIGHTS), exchange -> {
            exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
            exchange.getResponseHeaders().set("X-Linked-Etag", "abc");
            exchange.getResponseHeaders().set("X-Linked-Size", "999999999999999999");
            TestHub.send(exchange, 200, new byte[0]);
        });
        Hub hub = new Hub(HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", server.endpoint())), QUICK);
        IOException error = assertThrows(IOException.class, () -> hub.fetch(MODEL, DownloadListener.SILENT));
        String message = String.valueOf(error.getMessage());
        assertTrue(
                message.matches(
                        "hf:acme/tiny at \\S+ needs 1,000,000,000,000,000,023 more bytes but the disk of \\S+ has [\\d,]+"
                                + " free; make room, or set HF_HUB_CACHE\\."),
                message);
        assertEquals(0, server.count(TestHub.get("config.json")));
    }

    @Test
    void anythingElseThanAHubIsFoundOut() {
        server.replace(
                TestHub.listing(), exchange -> TestHub.send(exchange, 200, "<html>".getBytes(StandardCharsets.UTF_8)));
        Hub hub = new Hub(HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", server.endpoint())), QUICK);
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> hub.fetch(MODEL, DownloadListener.SILENT));
        String message = String.valueOf(error.getMessage());
        assertTrue(
                message.startsWith("the list of files of hf:acme/tiny at " + server.endpoint() + " is not JSON"),
                message);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Repo-Commit, '',           no X-Repo-Commit header",
        "X-Repo-Commit, abc,          another commit than " + COMMIT + " was asked for",
        "X-Linked-Etag, ../../x,      no ETag that could name a file",
        "X-Linked-Size, -1,           no size"
    })
    void anAnswerThatIsNotAHubsIsRefused(String header, String value, String expected) {
        server.replace(TestHub.head(WEIGHTS), exchange -> {
            Map<String, String> headers =
                    new HashMap<>(Map.of("X-Repo-Commit", COMMIT, "X-Linked-Etag", "abc", "X-Linked-Size", "5"));
            headers.put(header, value);
            headers.values().removeIf(String::isEmpty);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Location", server.cdnEndpoint() + "/x");
            exchange.sendResponseHeaders(302, -1);
        });
        assertFails(
                IOException.class,
                "model.safetensors of hf:acme/tiny: the answer of 127.0.0.1 is not that of a hub (" + expected
                        + "); check HF_ENDPOINT and proxies.");
    }

    @Test
    void redirectsInACircleEnd() {
        server.replace(TestHub.listing(), exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(302, -1);
        });
        assertFails(
                IOException.class,
                "hf:acme/tiny: redirected more than 10 times, last to 127.0.0.1; check HF_ENDPOINT.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:///etc/passwd", "https://", ":::"})
    void redirectsToNowhereAreRefused(String location) {
        server.replace(TestHub.get("config.json"), exchange -> redirect(exchange, location));
        assertFails(
                IOException.class,
                "config.json of hf:acme/tiny: 127.0.0.1 answered 302 but does not say where to go; check HF_ENDPOINT and"
                        + " proxies.");
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        if (!location.isEmpty()) {
            exchange.getResponseHeaders().set("Location", location);
        }
        exchange.sendResponseHeaders(302, -1);
    }

    @Test
    void nobodyThere() {
        server.close();
        Hub hub = new Hub(HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", server.endpoint())), QUICK);
        IOException error = assertThrows(IOException.class, () -> hub.fetch(MODEL, DownloadListener.SILENT));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith("hf:acme/tiny at " + server.endpoint() + ": no answer ("), message);
        assertTrue(message.contains("), also after 3 attempts; check the network"), message);
    }
}
