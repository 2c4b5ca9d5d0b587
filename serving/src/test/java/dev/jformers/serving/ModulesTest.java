package dev.jformers.serving;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Serving stands on core and nothing else of ours. */
class ModulesTest {

    private static final JavaClasses SERVING = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.jformers.serving");

    @Test
    void servingIsThere() {
        assertTrue(SERVING.size() >= 10, "only " + SERVING.size() + " classes were found");
    }

    @Test
    void servingKnowsNeitherTrainingNorTheCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.jformers.training..", "dev.jformers.cli..")
                .check(SERVING);
    }

    @Test
    void servingLeavesTheEnginesInsidesToCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .check(SERVING);
    }

    @Test
    void everythingIsFinalUnlessItIsAChoice() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(SERVING);
    }
}
