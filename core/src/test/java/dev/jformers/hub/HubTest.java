package dev.jformers.hub;

import static dev.jformers.hub.TestHub.COMMIT;
import static dev.jformers.hub.TestHub.MODEL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a hub, and what is in the cache then. */
class HubTest {

    private static final Backoff QUICK = new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(5));
    private static final String OTHER_COMMIT = "f".repeat(40);

    @TempDir
    private Path home = Path.of("");

    private final TestHub server;
    private final List<String> messages = new ArrayList<>();
    private final List<Transfer> transfers = new ArrayList<>();

    HubTest() throws IOException {
        server = new TestHub().withModel();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path fetch(String... variables) throws IOException {
        return fetch(MODEL, variables);
    }

    private Path fetch(HubModel model, String... variables) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", server.endpoint()));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return new Hub(HubSettings.of(all), QUICK).fetch(model, new DownloadListener() {
            @Override
            public void advanced(Transfer transfer) {
                transfers.add(transfer);
            }

            @Override
            public void message(String text) {
                messages.add(text);
            }
        });
    }

    /** Every file of the cache by its path; links as the text that they hold. */
    private Map<String, String> cache() throws IOException {
        Map<String, String> entries = new TreeMap<>();
        Path cache = home.resolve("hub");
        try (Stream<Path> tree = Files.walk(cache)) {
            for (Path path : tree.toList()) {
                if (Files.isSymbolicLink(path)) {
                    entries.put(cache.relativize(path).toString(), "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path)) {
                    entries.put(
                            cache.relativize(path).toString(),
                            Files.size(path) > 100 ? "long" : Files.readString(path));
                }
            }
        }
        return entries;
    }

    private Path blobs() {
        return home.resolve("hub/models--acme--tiny/blobs");
    }

    private Path blob() {
        return blobs().resolve(TestHub.sha256(TestHub.large(1)));
    }

    private Path partial() {
        return blobs().resolve(TestHub.sha256(TestHub.large(1)) + ".jformers.incomplete");
    }

    @Test
    void theCacheIsLaidOutAsPythonDoes() throws IOException {
        Path folder = fetch();
        String model = "models--acme--tiny/";
        String config = TestHub.gitSha1("{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8));
        String tokenizer = TestHub.gitSha1("{}".getBytes(StandardCharsets.UTF_8));
        String weights = TestHub.sha256(TestHub.large(1));
        assertEquals(home.resolve("hub/models--acme--tiny/snapshots").resolve(COMMIT), folder);
        Map<String, String> cache = cache();
        long absent = cache.keySet().stream()
                .filter(path -> path.startsWith(model + ".no_exist/" + COMMIT))
                .count();
        assertEquals(20, absent, cache::toString);
        assertEquals("", cache.get(model + ".no_exist/" + COMMIT + "/vocab.txt"));
        cache.keySet().removeIf(path -> path.startsWith(model + ".no_exist/"));
        Map<String, String> expected = new TreeMap<>();
        for (String etag : List.of(config, tokenizer, weights)) {
            expected.put(".locks/" + model + etag + ".lock", "");
        }
        expected.put("CACHEDIR.TAG", "long");
        expected.put(model + "blobs/" + config, "{\"model_type\": \"bert\"}");
        expected.put(model + "blobs/" + tokenizer, "{}");
        expected.put(model + "blobs/" + weights, "long");
        expected.put(model + "refs/main", COMMIT);
        expected.put(model + "snapshots/" + COMMIT + "/config.json", "-> ../../blobs/" + config);
        expected.put(model + "snapshots/" + COMMIT + "/tokenizer.json", "-> ../../blobs/" + tokenizer);
        expected.put(model + "snapshots/" + COMMIT + "/model.safetensors", "-> ../../blobs/" + weights);
        assertEquals(expected, cache);
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(folder.resolve("model.safetensors")));
    }

    @Test
    void theTokenGoesToTheEndpointAlone() throws IOException {
        fetch("HF_TOKEN", "hf_secret");
        List<TestHub.Asked> hub = server.asked.stream()
                .filter(each -> each.what().startsWith("hub "))
                .toList();
        List<TestHub.Asked> cdn = server.asked.stream()
                .filter(each -> each.what().startsWith("cdn "))
                .toList();
        assertEquals(7, hub.size(), hub::toString);
        assertEquals(1, cdn.size(), cdn::toString);
        hub.forEach(each -> assertEquals(Optional.of("Bearer hf_secret"), each.authorization(), each.what()));
        cdn.forEach(each -> assertEquals(Optional.empty(), each.authorization(), each.what()));
    }

    @Test
    void aRedirectWithinTheHubIsFollowedWithTheToken() throws IOException {
        server.replace(TestHub.head("config.json"), exchange -> {
            exchange.getResponseHeaders().set("Location", "/moved/config.json");
            exchange.sendResponseHeaders(307, -1);
        });
        byte[] config = "{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8);
        server.replace("hub HEAD /moved/config.json", exchange -> {
            exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
            exchange.getResponseHeaders().set("ETag", "W/\"" + TestHub.gitSha1(config) + "\"");
            TestHub.send(exchange, 200, config);
        });
        Path folder = fetch("HF_TOKEN", "hf_secret");
        assertTrue(Files.exists(folder.resolve("config.json")));
        assertTrue(server.asked.contains(
                new TestHub.Asked("hub HEAD /moved/config.json", Optional.of("Bearer hf_secret"), Optional.empty())));
    }

    @Test
    void whatIsInTheCacheIsNotFetchedAgain() throws IOException {
        fetch();
        server.asked.clear();
        fetch();
        assertEquals(
                List.of(TestHub.listing()),
                server.asked.stream().map(TestHub.Asked::what).toList());
        server.asked.clear();
        fetch(HubModel.parse("hf:acme/tiny@" + COMMIT));
        assertEquals(List.of(), server.asked);
    }

    @Test
    void whatAnotherProgramHasLeftOutIsFetched() throws IOException {
        HubModel commit = HubModel.parse("hf:acme/tiny@" + COMMIT);
        Path tokenizer = fetch().resolve("tokenizer.json");
        Files.delete(tokenizer);
        fetch(commit, "HF_HUB_OFFLINE", "1");
        assertFalse(Files.exists(tokenizer));
        fetch(commit);
        assertTrue(Files.exists(tokenizer));
        assertEquals(1, server.count(TestHub.get("tokenizer.json")));
    }

    @Test
    void aNewCommitBringsItsNewFilesAlone() throws IOException {
        fetch();
        server.commit = OTHER_COMMIT;
        server.with("config.json", "{\"model_type\": \"gpt2\"}");
        server.asked.clear();
        Path folder = fetch();
        assertEquals(OTHER_COMMIT, folder.getFileName().toString());
        assertEquals("{\"model_type\": \"gpt2\"}", Files.readString(folder.resolve("config.json")));
        assertEquals(0, server.count(TestHub.getLarge("model.safetensors")));
        assertEquals(OTHER_COMMIT, Files.readString(home.resolve("hub/models--acme--tiny/refs/main")));
        assertEquals(
                "{\"model_type\": \"bert\"}",
                Files.readString(home.resolve("hub/models--acme--tiny/snapshots/" + COMMIT + "/config.json")));
    }

    @Test
    void offlineTheCacheMustDo() throws IOException {
        Path folder = fetch();
        server.asked.clear();
        assertEquals(folder, fetch("HF_HUB_OFFLINE", "1"));
        assertEquals(List.of(), server.asked);
    }

    @Test
    void aHubThatDoesNotAnswerLeavesTheCommitOfLastTime() throws IOException {
        Path folder = fetch();
        server.close();
        assertEquals(folder, fetch());
        assertEquals(1, messages.size(), messages::toString);
        assertTrue(messages.get(0).endsWith(" Taken from the cache: " + folder), messages::toString);
    }

    @Test
    void theFilesThatSayHowTextsArePooledComeToo() throws IOException {
        server.with("modules.json", "[]").with("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
        Path folder = fetch();
        assertEquals("[]", Files.readString(folder.resolve("modules.json")));
        assertEquals("{\"pooling_mode_cls_token\": true}", Files.readString(folder.resolve("1_Pooling/config.json")));
        assertFalse(Files.exists(folder.resolve("sentence_bert_config.json")));
    }

    @Test
    void shardsAreThoseOfTheIndex() throws IOException {
        server.without("model.safetensors")
                .with(
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"a\": \"x.safetensors\", \"b\": \"y.safetensors\"}}")
                .with("x.safetensors", TestHub.large(2))
                .with("y.safetensors", TestHub.large(3))
                .with("z.safetensors", TestHub.large(4))
                .with("pytorch_model.bin", TestHub.large(5));
        Path folder = fetch();
        assertArrayEquals(TestHub.large(2), Files.readAllBytes(folder.resolve("x.safetensors")));
        assertArrayEquals(TestHub.large(3), Files.readAllBytes(folder.resolve("y.safetensors")));
        assertFalse(Files.exists(folder.resolve("z.safetensors")));
        assertFalse(Files.exists(folder.resolve("pytorch_model.bin")));
        assertEquals(folder, fetch("HF_HUB_OFFLINE", "1"));
    }

    @Test
    void binIsTakenWhereThereIsNoSafetensors() throws IOException {
        server.without("model.safetensors").with("pytorch_model.bin", TestHub.large(5));
        assertArrayEquals(TestHub.large(5), Files.readAllBytes(fetch().resolve("pytorch_model.bin")));
    }

    @Test
    void whereLinksAreNotAllowedFilesAreMoved() throws IOException {
        Path folder = fetch("HF_HUB_DISABLE_SYMLINKS", "1");
        assertFalse(Files.isSymbolicLink(folder.resolve("model.safetensors")));
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(folder.resolve("model.safetensors")));
        assertFalse(Files.exists(blob()));
        assertEquals(folder, fetch("HF_HUB_DISABLE_SYMLINKS", "1", "HF_HUB_OFFLINE", "1"));
    }

    @Test
    void whereLinksAreNotAllowedOldBlobsAreCopied() throws IOException {
        fetch();
        server.commit = OTHER_COMMIT;
        Path folder = fetch("HF_HUB_DISABLE_SYMLINKS", "1");
        assertFalse(Files.isSymbolicLink(folder.resolve("model.safetensors")));
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(folder.resolve("model.safetensors")));
        assertTrue(Files.exists(blob()));
    }

    @Test
    void aDownloadGoesOnFromWhatIsThere() throws IOException {
        Files.createDirectories(blobs());
        Files.write(partial(), Arrays.copyOf(TestHub.large(1), 4000));
        fetch();
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(blob()));
        assertFalse(Files.exists(partial()));
        assertEquals(
                List.of(Optional.of("bytes=4000-")),
                server.asked.stream()
                        .filter(each -> each.what().startsWith("cdn "))
                        .map(TestHub.Asked::range)
                        .toList());
    }

    @Test
    void aConnectionThatBreaksIsTakenUpAgain() throws IOException {
        server.replace(
                TestHub.getLarge("model.safetensors"),
                server.cutShort("model.safetensors", 3000),
                exchange -> server.answerLarge(exchange));
        fetch();
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(blob()));
        List<Optional<String>> ranges = server.asked.stream()
                .filter(each -> each.what().startsWith("cdn "))
                .map(TestHub.Asked::range)
                .toList();
        assertEquals(2, ranges.size(), ranges::toString);
        assertTrue(ranges.get(1).orElseThrow().matches("bytes=[1-9]\\d*-"), ranges::toString);
    }

    @Test
    void aServerThatBeginsAnewIsFollowed() throws IOException {
        Files.createDirectories(blobs());
        Files.write(partial(), new byte[4000]);
        server.replace(
                TestHub.getLarge("model.safetensors"), exchange -> TestHub.send(exchange, 200, TestHub.large(1)));
        fetch();
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(blob()));
        assertEquals(TestHub.LARGE, transfers.get(transfers.size() - 1).bytes() - 24);
    }

    @Test
    void aDamagedBeginningIsFetchedAgain() throws IOException {
        Files.createDirectories(blobs());
        Files.write(partial(), new byte[4000]);
        fetch();
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(blob()));
        assertEquals(2, server.count(TestHub.getLarge("model.safetensors")));
    }

    @Test
    void troubleThatPassesIsWaitedFor() throws IOException {
        server.replace(
                TestHub.listing(),
                exchange -> TestHub.refuse(exchange, 503, ""),
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    TestHub.refuse(exchange, 429, "");
                },
                exchange -> server.answer(exchange));
        long start = System.nanoTime();
        fetch();
        assertEquals(3, server.count(TestHub.listing()));
        assertTrue(System.nanoTime() - start >= 1_000_000_000L, "Retry-After was not waited for");
        assertEquals(List.of("hf:acme/tiny: trouble (429); trying again in 1 s"), messages);
    }

    @Test
    void progressCountsEveryByte() throws IOException {
        fetch();
        Transfer last = transfers.get(transfers.size() - 1);
        assertEquals("model.safetensors", last.file());
        assertEquals(last.totalBytes(), last.bytes());
        assertEquals(TestHub.LARGE + 24, last.totalBytes());
        assertTrue(last.bytesPerSecond() > 0, last::toString);
        assertEquals(Optional.of(Duration.ZERO), last.timeLeft());
        for (int i = 1; i < transfers.size(); i++) {
            assertTrue(transfers.get(i).bytes() >= transfers.get(i - 1).bytes(), transfers::toString);
        }
    }
}
