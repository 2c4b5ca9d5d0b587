package dev.jformers.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads and processes that want the same model at once, and processes that are killed. */
class HubTogetherTest {

    private static final String WEIGHTS = TestHub.getLarge("model.safetensors");

    @TempDir
    private Path home = Path.of("");

    private final TestHub server;

    HubTogetherTest() throws IOException {
        server = new TestHub().withModel();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path blobs() {
        return home.resolve("hub/models--acme--tiny/blobs");
    }

    private void assertWhole() throws IOException {
        String etag = TestHub.sha256(TestHub.large(1));
        assertArrayEquals(TestHub.large(1), Files.readAllBytes(blobs().resolve(etag)));
        assertFalse(Files.exists(blobs().resolve(etag + ".jformers.incomplete")));
    }

    /** Half of the weights, and nothing more until the gate opens. */
    private void halting(HttpExchange exchange, CountDownLatch half, CountDownLatch gate) throws IOException {
        byte[] content = TestHub.large(1);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, 5000);
        exchange.getResponseBody().flush();
        half.countDown();
        try {
            assertTrue(gate.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write(content, 5000, content.length - 5000);
    }

    @Test
    void threadsFetchAFileOnce() throws Exception {
        HubSettings settings = HubSettings.of(Map.of("HF_ENDPOINT", server.endpoint(), "HF_HOME", home.toString()));
        Callable<Path> fetch = () -> new Hub(settings).fetch(TestHub.MODEL, DownloadListener.SILENT);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Path>> folders =
                    threads.invokeAll(List.of(fetch, fetch, fetch, fetch, fetch, fetch, fetch, fetch));
            for (Future<Path> folder : folders) {
                assertArrayEquals(
                        TestHub.large(1), Files.readAllBytes(folder.get().resolve("model.safetensors")));
            }
        } finally {
            threads.shutdownNow();
        }
        assertWhole();
        assertEquals(1, server.count(WEIGHTS));
    }

    @Test
    void processesFetchAFileOnce() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        server.replace(WEIGHTS, exchange -> halting(exchange, half, gate));
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(FetchProcess.start(server.endpoint(), home));
        }
        assertTrue(half.await(1, TimeUnit.MINUTES));
        for (int i = 0; i < 600 && server.count(TestHub.head("model.safetensors")) < 2; i++) {
            Thread.sleep(100);
        }
        gate.countDown();
        for (Process process : processes) {
            assertEquals(0, FetchProcess.exitCode(process));
        }
        assertWhole();
        assertEquals(1, server.count(WEIGHTS));
    }

    @Test
    void whoWaitsForAnotherProcessIsTold() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        server.replace(WEIGHTS, exchange -> halting(exchange, half, gate));
        Process process = FetchProcess.start(server.endpoint(), home);
        assertTrue(half.await(1, TimeUnit.MINUTES));
        List<String> messages = new ArrayList<>();
        HubSettings settings = HubSettings.of(Map.of("HF_ENDPOINT", server.endpoint(), "HF_HOME", home.toString()));
        new Hub(settings).fetch(TestHub.MODEL, new DownloadListener() {
            @Override
            public void message(String text) {
                messages.add(text);
                gate.countDown();
            }
        });
        assertEquals(0, FetchProcess.exitCode(process));
        assertEquals(
                List.of("model.safetensors of " + TestHub.MODEL + " at " + server.endpoint()
                        + ": another process fetches it; waiting"),
                messages);
    }

    @Test
    void whatAKilledProcessHasFetchedIsNotFetchedAgain() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        server.replace(WEIGHTS, exchange -> halting(exchange, half, gate), server::answerLarge);
        Process process = FetchProcess.start(server.endpoint(), home);
        assertTrue(half.await(1, TimeUnit.MINUTES));
        Path partial = blobs().resolve(TestHub.sha256(TestHub.large(1)) + ".jformers.incomplete");
        for (int i = 0; i < 600 && (Files.notExists(partial) || Files.size(partial) < 5000); i++) {
            Thread.sleep(100);
        }
        process.destroyForcibly().waitFor();
        gate.countDown();
        assertEquals(5000, Files.size(partial));
        FetchProcess.main(new String[] {server.endpoint(), home.toString()});
        assertWhole();
        List<TestHub.Asked> asked = server.asked.stream()
                .filter(each -> each.what().equals(WEIGHTS))
                .toList();
        assertEquals("bytes=5000-", asked.get(1).range().orElseThrow());
    }
}
