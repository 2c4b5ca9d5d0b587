package dev.jformers.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small hub on a real socket: one repository, whose large files lie on a second server, as a CDN's. Answers can be replaced
 * one by one.
 */
final class TestHub implements AutoCloseable {

    static final String ID = "acme/tiny";
    static final HubModel MODEL = HubModel.parse("hf:" + ID);
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final int LARGE = 10_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub;
    private final HttpServer cdn;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, Deque<HttpHandler>> replaced = new ConcurrentHashMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile String commit = COMMIT;

    /** A request: {@code hub GET /api/models/acme/tiny/revision/main}, and its headers that matter. */
    record Asked(String what, Optional<String> authorization, Optional<String> range) {}

    TestHub() throws IOException {
        hub = start("hub", this::answer);
        cdn = start("cdn", this::answerLarge);
    }

    private HttpServer start(String name, HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String what = name + " " + exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getRawPath();
            asked.add(new Asked(what, header(exchange, "Authorization"), header(exchange, "Range")));
            Deque<HttpHandler> first = replaced.getOrDefault(what, new ArrayDeque<>());
            HttpHandler chosen = first.isEmpty() ? handler : first.size() == 1 ? first.peek() : first.poll();
            try (exchange) {
                (chosen == null ? handler : chosen).handle(exchange);
            }
        });
        server.start();
        return server;
    }

    /** A model with all that a small one has. */
    TestHub withModel() {
        return with("config.json", "{\"model_type\": \"bert\"}")
                .with("tokenizer.json", "{}")
                .with("README.md", "not wanted")
                .with("model.safetensors", large(1));
    }

    TestHub with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    TestHub with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    TestHub without(String name) {
        files.remove(name);
        return this;
    }

    /** Answers a request in another way; the last of several ways stays. */
    TestHub replace(String what, HttpHandler... ways) {
        replaced.put(what, new ArrayDeque<>(List.of(ways)));
        return this;
    }

    static byte[] large(int seed) {
        byte[] content = new byte[LARGE];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + seed * 7 + (i >> 8));
        }
        return content;
    }

    String endpoint() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    String cdnEndpoint() {
        return "http://localhost:" + cdn.getAddress().getPort();
    }

    static String listing() {
        return "hub GET /api/models/" + ID + "/revision/main";
    }

    static String head(String file) {
        return "hub HEAD " + path(file);
    }

    static String get(String file) {
        return "hub GET " + path(file);
    }

    static String getLarge(String file) {
        return "cdn GET /" + file;
    }

    private static String path(String file) {
        return "/" + ID + "/resolve/" + COMMIT + "/" + file;
    }

    long count(String what) {
        return asked.stream().filter(each -> each.what.equals(what)).count();
    }

    void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String api = "/api/models/" + ID + "/revision/";
        String resolve = "/" + ID + "/resolve/" + commit + "/";
        if (path.startsWith(api)) {
            send(exchange, 200, list().getBytes(StandardCharsets.UTF_8));
        } else if (path.startsWith(resolve)) {
            exchange.getResponseHeaders().set("X-Repo-Commit", commit);
            file(exchange, path.substring(resolve.length()));
        } else {
            refuse(exchange, 404, "RepoNotFound");
        }
    }

    private String list() {
        JsonArray siblings = new JsonArray();
        for (String name : files.keySet()) {
            JsonObject sibling = new JsonObject();
            sibling.addProperty("rfilename", name);
            siblings.add(sibling);
        }
        JsonObject list = new JsonObject();
        list.addProperty("sha", commit);
        list.add("siblings", siblings);
        return list.toString();
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            refuse(exchange, 404, "EntryNotFound");
        } else if (content.length >= LARGE) {
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(content) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
            exchange.getResponseHeaders().set("Location", cdnEndpoint() + "/" + name + "?signed=a b");
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"" + gitSha1(content) + "\"");
            send(exchange, 200, content);
        }
    }

    void answerLarge(HttpExchange exchange) throws IOException {
        byte[] content = content(exchange.getRequestURI().getPath().substring(1));
        Optional<String> range = header(exchange, "Range");
        int from =
                range.map(text -> Integer.parseInt(text.replaceAll("\\D", ""))).orElse(0);
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (LARGE - 1) + "/" + LARGE);
        send(exchange, range.isPresent() ? 206 : 200, Arrays.copyOfRange(content, from, content.length));
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    /** Says that it sends a file, and hangs up in the middle of it. */
    HttpHandler cutShort(String name, int count) {
        return exchange -> {
            byte[] content = content(name);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, count);
            exchange.getResponseBody().flush();
        };
    }

    private byte[] content(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    static String sha256(byte[] content) {
        return digest("SHA-256", content);
    }

    static String gitSha1(byte[] content) {
        byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, all, header.length, content.length);
        return digest("SHA-1", all);
    }

    private static String digest(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        cdn.stop(0);
        threads.shutdownNow();
    }
}
