package dev.jformers.training;

import dev.jformers.InvalidInputException;
import dev.jformers.hub.LocalModel;
import dev.jformers.training.recipe.Export;
import dev.jformers.training.recipe.PretrainedFolder;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.trainer.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a run's export goes: what it may take the place of. */
final class ExportFolder {

    private ExportFolder() {}

    /**
     * @param goesOn whether an earlier run of the recipe is resumed or replaced, whose export may be there
     * @throws InvalidInputException if the export would replace the run, its model, or anything but an earlier export
     */
    static void check(Recipe recipe, StartMode mode, boolean goesOn) {
        Export export = recipe.export();
        if (export == null) {
            return;
        }
        requireApart(recipe, export);
        if (!Files.exists(export.path())) {
            return;
        }
        if (!goesOn && mode != StartMode.OVERWRITE) {
            throw new InvalidInputException("export.path " + export.path()
                    + " exists already; remove it, replace it (--overwrite), or name another (--set export.path=...).");
        }
        if (!Provenance.isOfExport(export.path())) {
            throw new InvalidInputException("export.path " + export.path()
                    + " exists and is no export of jformers; name another folder (--set export.path=...).");
        }
    }

    private static void requireApart(Recipe recipe, Export export) {
        Path target = export.path().toAbsolutePath().normalize();
        List<Path> kept = new ArrayList<>(List.of(recipe.outputDir()));
        if (recipe.model() instanceof PretrainedFolder source && source.location() instanceof LocalModel local) {
            kept.add(local.path());
        }
        for (Path folder : kept) {
            if (folder.toAbsolutePath().normalize().startsWith(target)) {
                throw new InvalidInputException("export.path " + export.path() + " would replace " + folder
                        + "; name a folder of its own, such as "
                        + recipe.outputDir().resolve("export") + ".");
            }
        }
    }
}
