package dev.jformers.training.recipe;

import java.util.List;

/** What a train stage learns. */
public sealed interface Objective permits MaskedLm, Classification {

    /** The values that an evaluation measures, by the names that {@code metric_for_best_model} takes. */
    List<String> metrics();
}
