package dev.jformers.hub;

import java.io.IOException;

/** The other side does not behave as a hub does: trying again would not help. */
final class HubProtocolException extends IOException {

    HubProtocolException(String message) {
        super(message);
    }
}
