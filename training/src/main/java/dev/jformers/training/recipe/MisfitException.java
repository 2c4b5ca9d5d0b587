package dev.jformers.training.recipe;

import dev.jformers.InvalidInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keys of a recipe that are well by themselves, but do not fit the model; all of them at once. */
public final class MisfitException extends InvalidInputException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> misfits;

    /**
     * @param misfits what is wrong with each key; reads on from the key, as {@code stages[1].max_length}
     */
    public MisfitException(Map<String, String> misfits) {
        super(misfits.entrySet().stream()
                .map(misfit -> misfit.getKey() + " " + misfit.getValue() + ".")
                .collect(Collectors.joining("\n")));
        this.misfits = new LinkedHashMap<>(misfits);
    }

    /**
     * The same with the lines where the keys stand.
     *
     * @param yaml the recipe's file
     * @param overrides as they were given to {@link Recipe#load}
     */
    public RecipeException in(Path yaml, List<String> overrides) {
        return RecipeReader.located(yaml, overrides, misfits);
    }
}
