package dev.jformers.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed page about the families is the one that they make. */
class FamiliesDocumentTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Path PAGE = Path.of("..", "docs", "families.md");

    @Test
    void pageIsThatOfTheFamilies() throws IOException {
        String generated = FamiliesDocument.generate(FIXTURES);
        if (Boolean.getBoolean("jformers.docs.update")) {
            Files.writeString(PAGE, generated);
        }
        String committed = Files.exists(PAGE) ? Files.readString(PAGE).replace("\r\n", "\n") : "";
        assertEquals(
                generated,
                committed,
                "families.md is out of date; rewrite it with: mvn -pl core test -Dtest=FamiliesDocumentTest"
                        + " -Djformers.docs.update=true");
    }

    @Test
    void allFamiliesAreOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        assertTrue(Families.modelTypes().size() >= 32);
        for (String type : Families.modelTypes()) {
            assertEquals(4, page.split("\n\\| `" + type + "` \\|", -1).length, type);
        }
    }
}
