package dev.jformers.training.data;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import dev.jformers.training.rows.Place;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The classes of a task and their ids, 0 to size - 1. Immutable and thread-safe. */
public final class LabelSet {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

    private final List<String> names;
    private final Map<String, Integer> ids = new HashMap<>();

    private LabelSet(List<String> names) {
        this.names = List.copyOf(names);
        for (String name : names) {
            if (ids.putIfAbsent(name, ids.size()) != null) {
                throw new InvalidInputException(
                        "labels: %s stands there twice; a label has one id.".formatted(Place.quoted(name)));
            }
        }
        if (names.size() < 2) {
            throw new InvalidInputException("a classifier needs at least two labels, but there is %s."
                    .formatted(names.isEmpty() ? "none; set label_column" : "only " + Place.listed(names)));
        }
    }

    /**
     * Labels in the order of their ids.
     *
     * @throws InvalidInputException if they are fewer than two or one stands there twice
     */
    public static LabelSet of(List<String> names) {
        return new LabelSet(names);
    }

    /**
     * The labels found in the training data, sorted.
     *
     * @throws InvalidInputException if they are fewer than two or one stands there twice
     */
    public static LabelSet of(Dataset training) {
        return new LabelSet(training.labels());
    }

    /** As numbers where all are whole numbers (so that "10" follows "9"), else by their characters. */
    static List<String> sorted(Collection<String> names) {
        boolean numbers =
                names.stream().allMatch(name -> WHOLE_NUMBER.matcher(name).matches());
        Comparator<String> order = numbers ? comparing(BigInteger::new) : naturalOrder();
        return names.stream().sorted(order.thenComparing(naturalOrder())).toList();
    }

    /** The labels in the order of their ids. */
    public List<String> names() {
        return names;
    }

    /** How many labels there are. */
    public int size() {
        return names.size();
    }

    /**
     * The label of an id.
     *
     * @throws IndexOutOfBoundsException if no label has the id
     */
    public String name(int id) {
        return names.get(id);
    }

    /**
     * The ids of a data set's labels, in the order of its examples.
     *
     * @throws InvalidInputException if examples have no label or one that is not in this set; the message names their lines
     */
    public int[] ids(Dataset dataset) {
        String file = dataset.fingerprint().file();
        List<Example> examples = dataset.examples();
        BadRows bad = new BadRows();
        int[] found = new int[examples.size()];
        for (int i = 0; i < found.length; i++) {
            int index = i;
            Example example = examples.get(i);
            bad.unlessBad(() -> found[index] = id(example.label(), new Place(file, example.line())));
        }
        bad.throwIfAny();
        return found;
    }

    private int id(@Nullable String label, Place place) {
        if (label == null) {
            throw place.error("the example has no label; set label_column.");
        }
        Integer id = ids.get(label);
        if (id == null) {
            throw place.error(
                    ("the label %s is unknown; the labels of the training data are %s%s Correct it, remove the example,"
                                    + " or list every label in the labels of the objective.")
                            .formatted(Place.quoted(label), Place.listed(names), NearMiss.hintOr(label, names, ".")));
        }
        return id;
    }
}
