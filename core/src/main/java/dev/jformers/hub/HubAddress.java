package dev.jformers.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The addresses of a hub, and who may get what is meant for it. */
record HubAddress(URI endpoint) {

    private static final String HTTPS = "https";

    /** Characters that java.net.URI refuses and other clients encode. */
    private static final String TO_ENCODE = " \"<>\\^`{|}";

    /** The list of a model's files. */
    URI listing(HubModel model) {
        return URI.create(endpoint + "/api/models/" + model.id() + "/revision/" + encoded(model.revision()));
    }

    /** The content of a file. */
    URI file(HubModel model, String commit, String file) {
        String path =
                Arrays.stream(file.split("/", -1)).map(HubAddress::encoded).collect(Collectors.joining("/"));
        return URI.create(endpoint + "/" + model.id() + "/resolve/" + commit + "/" + path);
    }

    /** The page that people look at. */
    String page(HubModel model) {
        return endpoint + "/" + model.id();
    }

    /** Whether an address is that of the endpoint: same scheme, host and port. Nobody else gets the token. */
    boolean isEndpoint(URI other) {
        return sameOrigin(endpoint, other);
    }

    static boolean sameOrigin(URI a, URI b) {
        return origin(a).equals(origin(b));
    }

    /** Whether a redirect would take off the encryption. */
    static boolean isDowngrade(URI from, URI to) {
        return HTTPS.equalsIgnoreCase(from.getScheme()) && !HTTPS.equalsIgnoreCase(to.getScheme());
    }

    /** Where a Location header leads; empty where that is no address on the web. */
    static Optional<URI> resolve(URI from, String location) {
        StringBuilder legal = new StringBuilder();
        location.chars().forEach(c -> {
            boolean encode = TO_ENCODE.indexOf(c) >= 0;
            legal.append(encode ? String.format("%%%02X", c) : String.valueOf((char) c));
        });
        try {
            URI target = from.resolve(new URI(legal.toString()));
            boolean web = HTTPS.equalsIgnoreCase(target.getScheme()) || "http".equalsIgnoreCase(target.getScheme());
            return web && target.getHost() != null ? Optional.of(target) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals(HTTPS) ? 443 : 80;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
