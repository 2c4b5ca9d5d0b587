package dev.jformers.family;

import dev.jformers.head.Pooler;
import dev.jformers.head.ProblemType;
import dev.jformers.head.SequenceClassification;
import java.util.List;
import java.util.Map;

/** Reads the head of a classifier of sequences: {@code id2label} and {@code problem_type}. */
public final class ClassifierJson {

    private static final String SINGLE = "single_label_classification";
    private static final String REGRESSION = "regression";

    private static final Map<String, ProblemType> PROBLEMS = Map.of(
            REGRESSION,
            ProblemType.REGRESSION,
            SINGLE,
            ProblemType.SINGLE_LABEL,
            "multi_label_classification",
            ProblemType.MULTI_LABEL);

    private ClassifierJson() {}

    /**
     * @param labels as {@link ConfigJson#labels} reads them; where nothing is said of the problem, a single one is a number
     * @param pooler makes the vector that is classified
     */
    public static SequenceClassification read(ConfigJson config, List<String> labels, Pooler pooler) {
        String likely = labels.size() == 1 ? REGRESSION : SINGLE;
        return new SequenceClassification(labels, config.choice("problem_type", likely, PROBLEMS), pooler);
    }
}
