package dev.jformers.hub;

import java.net.URI;

/**
 * What is asked of the hub.
 *
 * @param method GET or HEAD
 * @param uri of the hub itself
 * @param model what it is asked for
 * @param file of the model; empty where the model itself is asked for
 * @param from the first byte that is wanted
 */
record HubRequest(String method, URI uri, HubModel model, String file, long from) {

    private static final String GET = "GET";
    private static final String HEAD = "HEAD";

    static HubRequest ofModel(URI uri, HubModel model) {
        return new HubRequest(GET, uri, model, "", 0);
    }

    static HubRequest headOf(URI uri, HubModel model, String file) {
        return new HubRequest(HEAD, uri, model, file, 0);
    }

    static HubRequest bodyOf(URI uri, HubModel model, String file, long from) {
        return new HubRequest(GET, uri, model, file, from);
    }

    boolean wantsBody() {
        return method.equals(GET);
    }

    /** What messages call it. */
    String subject() {
        return file.isEmpty() ? model.toString() : file + " of " + model;
    }
}
