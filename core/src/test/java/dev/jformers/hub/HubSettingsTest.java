package dev.jformers.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

    private static final Path USER = Path.of(System.getProperty("user.home"));

    @TempDir
    private Path home = Path.of("");

    @Test
    void withoutVariablesTheHomeIsThatOfTheUser() {
        HubSettings settings = HubSettings.of(Map.of("HF_TOKEN", "t"));
        assertEquals(USER.resolve(".cache/huggingface/hub"), settings.cache());
        assertEquals("https", settings.endpoint().getScheme());
        assertFalse(settings.offline());
        assertTrue(settings.symlinks());
        assertEquals(Duration.ofSeconds(10), settings.responseTimeout());
    }

    @Test
    void theCacheIsWhereTheMostParticularVariableSays() {
        assertEquals(Path.of("/x/huggingface/hub"), cache("XDG_CACHE_HOME", "/x", "A", "a"));
        assertEquals(Path.of("/h/hub"), cache("XDG_CACHE_HOME", "/x", "HF_HOME", "/h"));
        assertEquals(Path.of("/old"), cache("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/old"));
        assertEquals(Path.of("/c"), cache("HUGGINGFACE_HUB_CACHE", "/old", "HF_HUB_CACHE", "/c"));
        assertEquals(USER.resolve("models/hub"), cache("HF_HOME", "~/models", "A", "a"));
        assertEquals(USER.resolve(".cache/huggingface/hub"), cache("HOME", "", "A", "a"));
        assertEquals(Path.of("/d/a/$B/hub"), cache("HF_HOME", "/d/${A}/$B", "A", "a"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theUsersFolderIsThatOfTheEnvironment() {
        assertEquals(Path.of("/me/.cache/huggingface/hub"), cache("HOME", "/me", "A", "a"));
        assertEquals(Path.of("/me/models/hub"), cache("HOME", "/me", "HF_HOME", "~/models"));
    }

    private static Path cache(String name1, String value1, String name2, String value2) {
        return HubSettings.of(Map.of(name1, value1, name2, value2, "HF_TOKEN", "t"))
                .cache();
    }

    @Test
    void theTokenIsThatOfTheVariableOrTheFile() throws IOException {
        assertNull(HubSettings.of(Map.of("HF_HOME", home.toString())).token());
        Files.writeString(home.resolve("token"), "hf_file\n");
        assertEquals(
                "hf_file", HubSettings.of(Map.of("HF_HOME", home.toString())).token());
        HubSettings both = HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_TOKEN", " hf_variable "));
        assertEquals("hf_variable", both.token());
        assertFalse(both.toString().contains("hf_variable"), both.toString());
        Path other = Files.writeString(home.resolve("other"), "hf_other");
        assertEquals(
                "hf_other",
                HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_TOKEN_PATH", other.toString()))
                        .token());
        assertNull(HubSettings.of(Map.of("HF_TOKEN", "hf_a", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"))
                .token());
    }

    @Test
    void aTokenWithALineBreakIsRefusedAndNotShown() {
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> HubSettings.of(Map.of("HF_TOKEN", "hf_a\nhf_b")));
        assertEquals(
                "HF_TOKEN is no token: it has blanks, line breaks or letters beyond ASCII; copy it anew from the hub's"
                        + " settings.",
                error.getMessage());
    }

    @Test
    void switchesAreReadAsPythonReadsThem() {
        assertTrue(
                HubSettings.of(Map.of("HF_TOKEN", "t", "HF_HUB_OFFLINE", "yes")).offline());
        assertTrue(HubSettings.of(Map.of("HF_TOKEN", "t", "TRANSFORMERS_OFFLINE", "1"))
                .offline());
        assertFalse(
                HubSettings.of(Map.of("HF_TOKEN", "t", "HF_HUB_OFFLINE", "0")).offline());
        assertFalse(HubSettings.of(Map.of("HF_TOKEN", "t", "HF_HUB_DISABLE_SYMLINKS", "true"))
                .symlinks());
        assertEquals(
                Duration.ofSeconds(3),
                HubSettings.of(Map.of("HF_TOKEN", "t", "HF_HUB_DOWNLOAD_TIMEOUT", "3"))
                        .stallTimeout());
    }

    @Test
    void theEndpointLosesItsSlash() {
        assertEquals(
                URI.create("https://hub.example.org/mirror"),
                HubSettings.of(Map.of("HF_TOKEN", "t", "HF_ENDPOINT", "https://hub.example.org/mirror//"))
                        .endpoint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hub.example.org",
                "ftp://hub.example.org",
                "https://",
                "https://a b",
                "https://u:p@hub.example.org"
            })
    void anEndpointThatIsNoneIsRefused(String endpoint) {
        InvalidInputException error = assertThrows(
                InvalidInputException.class, () -> HubSettings.of(Map.of("HF_TOKEN", "t", "HF_ENDPOINT", endpoint)));
        assertEquals(
                "HF_ENDPOINT is \"" + endpoint.replaceFirst("/+$", "")
                        + "\" but must be the address of a hub, such as https://hub.example.org; mend or unset it.",
                error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon"})
    void aTimeoutThatIsNoneIsRefused(String seconds) {
        InvalidInputException error = assertThrows(
                InvalidInputException.class,
                () -> HubSettings.of(Map.of("HF_TOKEN", "t", "HF_HUB_ETAG_TIMEOUT", seconds)));
        assertEquals(
                "HF_HUB_ETAG_TIMEOUT is \"" + seconds
                        + "\" but must be a number of seconds, at least 1; mend or unset it.",
                error.getMessage());
    }
}
