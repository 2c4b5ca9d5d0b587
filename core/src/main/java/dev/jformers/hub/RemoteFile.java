package dev.jformers.hub;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file as the hub describes it.
 *
 * @param name its path within the repository
 * @param etag names its content: the SHA-256 of a large file, git's SHA-1 of a small one
 * @param size in bytes
 */
record RemoteFile(String name, String etag, long size) {

    private static final String COMMIT = "X-Repo-Commit";
    private static final String LINKED_ETAG = "X-Linked-Etag";
    private static final Pattern FILE_NAME = Pattern.compile("\\w[\\w.-]{0,199}");

    /** Whether a redirect says itself what is behind it. */
    static boolean isDescribedBy(HttpHeaders headers) {
        return headers.firstValue(LINKED_ETAG).isPresent();
    }

    /**
     * Reads the answer to a request for the head of a file.
     *
     * @param commit of which the file was asked for
     * @throws HubProtocolException if it lacks something, or says something impossible
     */
    static RemoteFile of(HubRequest request, String commit, HttpResponse<?> answer) throws HubProtocolException {
        HttpHeaders headers = answer.headers();
        String found = headers.firstValue(COMMIT).orElseThrow(() -> notAHub(request, "no " + COMMIT + " header"));
        if (!found.equals(commit)) {
            throw notAHub(request, "another commit than " + commit + " was asked for");
        }
        String etag = headers.firstValue(LINKED_ETAG)
                .or(() -> headers.firstValue("ETag"))
                .map(RemoteFile::plain)
                .filter(text -> FILE_NAME.matcher(text).matches())
                .orElseThrow(() -> notAHub(request, "no ETag that could name a file"));
        long size = number(headers, "X-Linked-Size")
                .or(() -> answer.statusCode() >= 300 ? Optional.empty() : number(headers, "Content-Length"))
                .orElseThrow(() -> notAHub(request, "no size"));
        return new RemoteFile(request.file(), etag, size);
    }

    private static Optional<Long> number(HttpHeaders headers, String name) {
        return headers.firstValue(name)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
    }

    /** As Python's client does it: {@code W/"abc"} and {@code "abc"} are {@code abc}. */
    private static String plain(String etag) {
        return etag.replaceFirst("^[W/]+", "").replaceAll("^\"+|\"+$", "");
    }

    private static HubProtocolException notAHub(HubRequest request, String why) {
        return new HubProtocolException(request.subject() + ": the answer of "
                + request.uri().getHost() + " is not that of a hub (" + why + "); check HF_ENDPOINT and proxies.");
    }
}
