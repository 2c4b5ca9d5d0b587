package dev.jformers.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a hub is asked, and how its answers read. */
final class HubApi {

    private static final int MAX_LISTING_BYTES = 64_000_000;
    private static final int BUFFER = 1 << 16;

    private final HubSettings settings;
    private final HubClient client;
    private final HubAddress address;
    private final HubModel model;
    private final Backoff backoff;
    private final DownloadListener listener;

    HubApi(HubSettings settings, HubModel model, Backoff backoff, DownloadListener listener) {
        this.settings = settings;
        this.backoff = backoff;
        this.listener = listener;
        this.client = new HubClient(settings);
        this.address = new HubAddress(settings.endpoint());
        this.model = model;
    }

    /**
     * @param commit that the model's revision means
     * @param files of the repository at this commit; none leads out of the repository
     */
    record Listing(String commit, Set<String> files) {}

    /** How often this hub is asked before it is given up. */
    Backoff backoff() {
        return backoff;
    }

    /** What messages call a file of the model; the model itself where the name is empty. */
    String subject(String file) {
        return (file.isEmpty() ? "" : file + " of ") + model + " at " + settings.endpoint();
    }

    /**
     * Asks what the model's revision means, and what it has.
     *
     * @param patience in place of the usual one
     */
    Listing listing(Backoff patience) throws IOException {
        HubRequest request = HubRequest.ofModel(address.listing(model), model);
        HttpResponse<InputStream> answer = client.send(request, patience, listener);
        String where = "the list of files of " + model + " at " + settings.endpoint();
        try (TimedBody body = body(answer)) {
            return listing(StrictJson.parse(read(body, where), where), where);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.getMessage() + " Check HF_ENDPOINT and proxies.", e);
        }
    }

    private static ByteBuffer read(TimedBody body, String where) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            json.write(buffer, 0, count);
            if (json.size() > MAX_LISTING_BYTES) {
                throw new HubProtocolException(where + " has more than " + MAX_LISTING_BYTES + " bytes.");
            }
        }
        return ByteBuffer.wrap(json.toByteArray());
    }

    private Listing listing(JsonObject json, String where) {
        String commit = text(json.get("sha"), where, "sha");
        boolean asked = !HubModel.isCommit(model.revision()) || commit.equals(model.revision());
        if (!HubModel.isCommit(commit) || !asked) {
            throw new InvalidInputException(where + " gives \"" + commit + "\" as the commit of " + model.revision()
                    + "; it must be 40 hexadecimal digits, and that commit itself where one is asked for.");
        }
        JsonElement siblings = json.get("siblings");
        if (siblings == null || !siblings.isJsonArray()) {
            throw new InvalidInputException(where + " has no list \"siblings\".");
        }
        Set<String> files = new LinkedHashSet<>();
        for (JsonElement sibling : siblings.getAsJsonArray()) {
            JsonElement name =
                    sibling.isJsonObject() ? sibling.getAsJsonObject().get("rfilename") : null;
            files.add(FileNames.require(text(name, where, "rfilename"), where));
        }
        return new Listing(commit, files);
    }

    private static String text(@Nullable JsonElement value, String where, String key) {
        if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isString()) {
            throw new InvalidInputException(where + " has no text \"" + key + "\" where one must be.");
        }
        return value.getAsString();
    }

    RemoteFile describe(String commit, String file) throws IOException {
        HubRequest request = HubRequest.headOf(address.file(model, commit, file), model, file);
        HttpResponse<InputStream> answer = client.send(request, backoff, listener);
        answer.body().close();
        return RemoteFile.of(request, commit, answer);
    }

    /** The content of a file from a byte on; the hub may begin with the first one nevertheless. Close its {@link #body}. */
    HttpResponse<InputStream> content(String commit, String file, long from) throws IOException {
        return client.send(HubRequest.bodyOf(address.file(model, commit, file), model, file, from), backoff, listener);
    }

    TimedBody body(HttpResponse<InputStream> answer) {
        return new TimedBody(answer.body(), settings.stallTimeout());
    }
}
