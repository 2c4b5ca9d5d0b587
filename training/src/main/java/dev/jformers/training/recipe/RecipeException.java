package dev.jformers.training.recipe;

import dev.jformers.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a recipe; the message has one problem a line. */
public final class RecipeException extends InvalidInputException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    RecipeException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file, then of the overrides; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
