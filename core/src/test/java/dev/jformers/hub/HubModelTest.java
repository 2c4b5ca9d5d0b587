package dev.jformers.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubModelTest {

    @ParameterizedTest
    @CsvSource({
        "hf:acme/tiny,               acme/tiny,       main",
        "hf:gpt2,                    gpt2,            main",
        "hf:acme/tiny@v1.0,          acme/tiny,       v1.0",
        "hf:a.b-c_d/E.f-1@refs/pr/7, a.b-c_d/E.f-1,   refs/pr/7"
    })
    void namesHaveAnOrganisationANameAndARevision(String text, String id, String revision) {
        HubModel model = HubModel.parse(text);
        assertEquals(new HubModel(id, revision), model);
        assertEquals(text, model.toString());
        assertEquals(model, ModelLocation.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:",
                "hf:/tiny",
                "hf:acme/",
                "hf:acme/tiny/more",
                "hf://acme/tiny",
                "hf:acme/..",
                "hf:../../etc",
                "hf:acme/ti--ny",
                "hf:acme/tiny.git",
                "hf:-acme/tiny",
                "hf:acme/tiny name",
                "hf:acme/tïny",
                "hf:acme\\tiny"
            })
    void malformedNamesAreRefused(String text) {
        InvalidInputException error = assertThrows(InvalidInputException.class, () -> ModelLocation.of(text));
        assertTrue(
                String.valueOf(error.getMessage()).startsWith("\"" + text + "\" is no name of a model: it must be"),
                error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../main", "a/../../b", "/main", "main/", "a//b", "a b", "v1?x", "main#1", "-x"})
    void malformedRevisionsAreRefused(String revision) {
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> HubModel.parse("hf:acme/tiny@" + revision));
        assertEquals(
                "the revision \"" + revision + "\" of hf:acme/tiny must be a branch, a tag or a commit, such as main,"
                        + " v1.0 or refs/pr/1.",
                error.getMessage());
    }

    @Test
    void everythingElseIsAFolder() throws Exception {
        assertEquals(Path.of("models/hf"), ModelLocation.of("models/hf").folder());
        assertEquals("models/hf", ModelLocation.of("models/hf").toString());
    }
}
