package dev.jformers.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubAddressTest {

    private static final URI HUB = URI.create("https://hub.example.org");

    @ParameterizedTest
    @CsvSource({
        "https://hub.example.org/x,            true",
        "https://HUB.example.org:443/x,        true",
        "http://hub.example.org/x,             false",
        "https://hub.example.org:8443/x,       false",
        "https://cdn.hub.example.org/x,        false",
        "https://hub.example.org.evil.com/x,   false",
        "https://hub.example.org@evil.com/x,   false"
    })
    void theTokenIsForTheEndpointsOriginAlone(String address, boolean expected) {
        assertEquals(expected, new HubAddress(HUB).isEndpoint(URI.create(address)));
    }

    @Test
    void encryptionIsNotTakenOff() {
        assertTrue(HubAddress.isDowngrade(HUB, URI.create("http://hub.example.org")));
        assertFalse(HubAddress.isDowngrade(HUB, URI.create("https://cdn.example.org")));
        assertFalse(HubAddress.isDowngrade(URI.create("http://localhost"), URI.create("http://localhost:1")));
    }

    @Test
    void namesAreEncoded() {
        HubAddress address = new HubAddress(HUB);
        HubModel model = HubModel.parse("hf:acme/tiny@refs/pr/1");
        assertEquals(
                "https://hub.example.org/api/models/acme/tiny/revision/refs%2Fpr%2F1",
                address.listing(model).toString());
        assertEquals(
                "https://hub.example.org/acme/tiny/resolve/abc/a/b%20%3F%23.json",
                address.file(model, "abc", "a/b ?#.json").toString());
    }

    @Test
    void signedAddressesNeedNotBeEncodedByTheLetter() {
        assertEquals(
                "https://cdn.example.org/x?name=%22a%20b%22%7C",
                HubAddress.resolve(HUB, "https://cdn.example.org/x?name=\"a b\"|")
                        .orElseThrow()
                        .toString());
    }
}
