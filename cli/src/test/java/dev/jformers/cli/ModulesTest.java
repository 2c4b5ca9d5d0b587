package dev.jformers.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, seen from the one module that sees all. */
class ModulesTest {

    private static final String ROOT = "dev.jformers";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void allModulesAreSeen() {
        for (String module : List.of("model", "training", "serving", "cli")) {
            assertTrue(
                    ALL.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + "." + module)),
                    module + " has no class");
        }
    }

    @Test
    void nobodySeesTheCommand() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".cli..", "picocli..", "ch.qos.logback..")
                .check(ALL);
    }

    @Test
    void trainingAndServingDoNotSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".training..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".serving..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".serving..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".training..")
                .check(ALL);
    }
}
