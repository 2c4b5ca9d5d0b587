package dev.jformers.family;

import dev.jformers.head.MultipleChoice;
import dev.jformers.head.Pooler;
import dev.jformers.head.ProblemType;
import dev.jformers.head.QuestionAnswering;
import dev.jformers.head.SequenceClassification;
import dev.jformers.head.TokenClassification;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads what classifiers have: {@code id2label}, {@code num_labels} and {@code problem_type}. */
public final class ClassifierJson {

    private static final String LABELS = "id2label";
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
     * The architecture of a family's classifier, with two labels where nothing is said.
     *
     * @param name Hugging Face's name of the class
     * @param pooler makes the vector that is classified
     */
    public static Architecture architecture(String name, Function<ConfigJson, Pooler> pooler) {
        return new Architecture(
                name,
                SequenceClassification.class,
                (config, names) -> read(config, labels(config), pooler.apply(config)));
    }

    /**
     * @param labels where nothing is said of the problem, a single one is a number
     * @param pooler makes the vector that is classified
     */
    public static SequenceClassification read(ConfigJson config, List<String> labels, Pooler pooler) {
        String likely = labels.size() == 1 ? REGRESSION : SINGLE;
        return new SequenceClassification(labels, config.choice("problem_type", likely, PROBLEMS), pooler);
    }

    /** The names in {@code id2label} in the order of their ids; {@code LABEL_0} and so on where there are none. */
    public static List<String> labels(ConfigJson config) {
        return labels(config, 2);
    }

    /**
     * The names in {@code id2label}, as {@link #labels(ConfigJson)} returns them.
     *
     * @param absent how many there are where nothing is said
     */
    public static List<String> labels(ConfigJson config, int absent) {
        return config.numberedTexts(LABELS)
                .orElseGet(() -> IntStream.range(0, config.partsOrNone("num_labels", absent))
                        .mapToObj(id -> "LABEL_" + id)
                        .toList());
    }

    /**
     * A family's architecture for question answering.
     *
     * @param name Hugging Face's name of the class
     * @param pooler makes the vectors of tokens that are read
     */
    public static Architecture spans(String name, Function<ConfigJson, Pooler> pooler) {
        return new Architecture(name, QuestionAnswering.class, (config, names) -> {
            requireTwo(config, "question answering");
            return new QuestionAnswering(pooler.apply(config));
        });
    }

    /**
     * A family's architecture that labels tokens, by a map with a bias.
     *
     * @param name Hugging Face's name of the class
     * @param pooler makes the vectors of tokens that are read
     */
    public static Architecture tokens(String name, Function<ConfigJson, Pooler> pooler) {
        return new Architecture(
                name,
                TokenClassification.class,
                (config, names) -> new TokenClassification(labels(config), pooler.apply(config), true));
    }

    /**
     * A family's architecture that chooses among texts.
     *
     * @param name Hugging Face's name of the class
     * @param pooler makes the vector of a text
     */
    public static Architecture choice(String name, Function<ConfigJson, Pooler> pooler) {
        return new Architecture(
                name, MultipleChoice.class, (config, names) -> new MultipleChoice(pooler.apply(config)));
    }

    /** Finds two labels, as many as the task has answers. */
    public static void requireTwo(ConfigJson config, String task) {
        int labels = labels(config).size();
        if (labels != 2) {
            throw config.problem(LABELS + " has " + labels + " entries but must have 2 for " + task + ".");
        }
    }
}
