package dev.jformers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.jformers.head.Readout;
import dev.jformers.layer.TruncatedNormal;
import dev.jformers.model.ShiftRight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which room of core may know which; {@code docs/architecture.md} says why. */
class RoomsTest {

    private static final String ROOT = "dev.jformers";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT, "ai.djl.pytorch.jni");

    @Test
    void theRoomsAreThere() {
        for (String room : List.of(
                "model",
                "attention",
                "position",
                "layer",
                "head",
                "family",
                "checkpoint",
                "chat",
                "hub",
                "generation",
                "onnx",
                "tokenizer",
                "torch")) {
            assertTrue(
                    CORE.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + "." + room)),
                    room + " has no class");
        }
    }

    /** The rooms on the right hold what the rooms on the left must not know. */
    @ParameterizedTest
    @CsvSource({
        "generation, model attention position layer head family checkpoint onnx torch",
        "tokenizer,  model attention position layer head family torch",
        "torch,      model attention position layer head family checkpoint tokenizer",
        "checkpoint, model attention position layer head family tokenizer torch",
        "chat,       model attention position layer head family generation hub onnx tokenizer torch",
        "hub,        model attention position layer head family onnx tokenizer torch",
        "position,   model attention head family checkpoint tokenizer",
        "attention,  model head family checkpoint tokenizer",
        "layer,      model attention position head family checkpoint tokenizer",
        "head,       model attention position family checkpoint tokenizer",
        "model,      family checkpoint onnx",
        "onnx,       model attention position layer head family torch",
        "family,     tokenizer torch"
    })
    void aRoomKnowsNothingOf(String room, String others) {
        String[] forbidden = List.of(others.split(" ", -1)).stream()
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CORE);
    }

    /** {@code Operators.scale} says why. Those that may scale places and first values, which have no gradients. */
    @ParameterizedTest
    @ValueSource(strings = {"mul", "div"})
    void nothingBetweenParametersAndALossScalesByAnEnginesTemporaryNumber(String operation) {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".attention..", ROOT + ".layer..", ROOT + ".head..", ROOT + ".model..")
                .and()
                .doNotBelongToAnyOf(Readout.class, ShiftRight.class, TruncatedNormal.class)
                .should()
                .callMethod(NDArray.class, operation, Number.class)
                .check(CORE);
    }

    @Test
    void onlyTorchNamesTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackage(ROOT + ".torch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .check(CORE);
    }

    @Test
    void onlyTokenizerNamesTheTokenizersLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".tokenizer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.huggingface..")
                .check(CORE);
    }

    @Test
    void theDoorToTheEngineKnowsNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("ai.djl.pytorch.jni")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "..")
                .check(CORE);
    }

    @Test
    void coreKnowsNeitherTrainingNorServingNorTheCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".training..", ROOT + ".serving..", ROOT + ".cli..")
                .check(CORE);
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void onlyTheOutermostPackageTiesTheRoomsTogether() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".PretrainedModel")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".ModelDescription")
                .check(CORE);
    }
}
