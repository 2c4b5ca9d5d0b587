package dev.jformers.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a family names its tensors, as rules from the paths of our parameters to its names; the first rule that fits is taken.
 * Immutable.
 */
public final class TensorNames {

    /** How the paths of an encoder's layers begin, as a regular expression whose group 1 is the layer's number. */
    public static final String ENCODER_LAYER = "transformer\\.encoder\\.layer(\\d+)\\.";

    /** How the paths of a decoder's layers begin, as a regular expression whose group 1 is the layer's number. */
    public static final String DECODER_LAYER = "transformer\\.decoder\\.layer(\\d+)\\.";

    private final String prefix;
    private final List<Rule> rules;
    private final List<Renaming> renamings;
    private final Pattern dispensable;

    private record Rule(
            Pattern path,
            String name,
            boolean ofHead,
            boolean transposed,
            StoredTensor.@Nullable Slice slice,
            long heads) {}

    private record Renaming(String old, String current) {}

    private TensorNames(Builder builder) {
        this.prefix = builder.prefix;
        this.rules = List.copyOf(builder.rules);
        this.renamings = List.copyOf(builder.renamings);
        this.dispensable =
                Pattern.compile(builder.dispensable.isEmpty() ? "(?!)" : String.join("|", builder.dispensable));
    }

    /**
     * @param prefix what stands before the names of the transformer's tensors where the model has a head; empty for nothing
     */
    public static Builder withPrefix(String prefix) {
        return new Builder(prefix);
    }

    /**
     * Where the files of a model without a head have a parameter; the head's own parameters stand there under their full names.
     *
     * @param path of a parameter, see {@link dev.jformers.model.ParameterPaths}
     */
    public StoredTensor canonicalPlace(String path) {
        return place(path, "");
    }

    /**
     * Where a parameter lies in the files that Hugging Face writes.
     *
     * @param bare whether the model has no head
     */
    public StoredTensor place(String path, boolean bare) {
        return place(path, bare ? "" : prefix);
    }

    private StoredTensor place(String path, String before) {
        for (Rule rule : rules) {
            Matcher matcher = rule.path().matcher(path);
            if (matcher.lookingAt()) {
                String name = matcher.replaceFirst(rule.name());
                return new StoredTensor(
                        rule.ofHead() ? name : before + name, rule.transposed(), rule.slice(), rule.heads());
            }
        }
        throw new IllegalArgumentException("no rule for the parameter " + path);
    }

    /**
     * @param tensor name of a tensor, as any file of this family may have it
     * @return the same name as a model without a head has it today
     */
    public String canonical(String tensor) {
        String name = tensor.startsWith(prefix) ? tensor.substring(prefix.length()) : tensor;
        for (Renaming renaming : renamings) {
            name = name.replace(renaming.old(), renaming.current());
        }
        return name;
    }

    /** Whether a tensor, by its canonical name, belongs to some head of the family or can be derived from other tensors. */
    public boolean isDispensable(String canonical) {
        return dispensable.matcher(canonical).matches();
    }

    /** Collects rules; paths are regular expressions, names may use their groups as {@code $1}. */
    public static final class Builder {

        private final String prefix;
        private final List<Rule> rules = new ArrayList<>();
        private final List<Renaming> renamings = new ArrayList<>();
        private final List<String> dispensable = new ArrayList<>();

        /** The heads of further tokens are called the same in all families. */
        private Builder(String prefix) {
            this.prefix = prefix;
            head("head\\.further(\\d+)\\.", "further_heads.$1.");
            dispensable("further_heads\\..*");
        }

        /** A parameter of the transformer. */
        public Builder map(String path, String name) {
            return add(path, name, false, false, null);
        }

        /** A parameter of the head, whose name has no prefix. */
        public Builder head(String path, String name) {
            return add(path, name, true, false, null);
        }

        /** A parameter of the transformer whose matrix is stored as {@code [in, out]}. */
        public Builder transposed(String path, String name) {
            return add(path, name, false, true, null);
        }

        /** Queries, keys and values in one tensor, see {@link #fused}. */
        public Builder fusedAttention(
                String attention, String name, boolean transposed, List<StoredTensor.Slice> slices) {
            return fused(attention, List.of("query", "key", "value"), name, transposed, slices);
        }

        /**
         * Parameters of the transformer that lie in one tensor.
         *
         * @param block what stands before the parts in their paths
         * @param parts what the linear maps are called in the block
         * @param name of the tensor
         * @param transposed whether its matrix is stored as {@code [in, out]}
         * @param slices which of its rows are each part
         */
        public Builder fused(
                String block, List<String> parts, String name, boolean transposed, List<StoredTensor.Slice> slices) {
            for (int i = 0; i < parts.size(); i++) {
                add(block + parts.get(i) + "\\.", name, false, transposed, slices.get(i));
            }
            return this;
        }

        /** A matrix of the transformer whose last axis, as it is stored, is two: the heads and a head's values. */
        public Builder heads(String path, String name, boolean transposed, long heads) {
            rules.add(new Rule(Pattern.compile(path), name, false, transposed, null, heads));
            return this;
        }

        private Builder add(
                String path, String name, boolean ofHead, boolean transposed, StoredTensor.@Nullable Slice slice) {
            rules.add(new Rule(Pattern.compile(path), name, ofHead, transposed, slice, 0));
            return this;
        }

        /** A part of a name that older files have. */
        public Builder renamed(String old, String current) {
            renamings.add(new Renaming(old, current));
            return this;
        }

        /** Names, as regular expressions, of tensors that may be there and need not be. */
        public Builder dispensable(String... names) {
            dispensable.addAll(Set.of(names));
            return this;
        }

        public TensorNames build() {
            return new TensorNames(this);
        }
    }
}
