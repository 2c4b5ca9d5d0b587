package dev.jformers.family.deberta;

import dev.jformers.attention.Disentangled;
import dev.jformers.family.ConfigJson;
import dev.jformers.layer.NoNorm;
import dev.jformers.layer.Norm;
import dev.jformers.position.LearnedDistances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads what DeBERTa's attention makes of distances. */
final class DistancesJson {

    private static final String TERMS = "pos_att_type";
    private static final String CONTENT_TO_POSITION = "c2p";
    private static final String POSITION_TO_CONTENT = "p2c";

    private DistancesJson() {}

    static int positions(ConfigJson config) {
        return config.size("max_position_embeddings", 512);
    }

    /** {@code pos_att_type}, a list or one text with bars, and {@code share_att_key}. */
    static Disentangled.Terms terms(ConfigJson config) {
        List<String> types = new ArrayList<>(types(config));
        Disentangled.Terms terms = new Disentangled.Terms(
                types.remove(CONTENT_TO_POSITION),
                types.remove(POSITION_TO_CONTENT),
                config.flag("share_att_key", false));
        if (!types.isEmpty()) {
            throw config.problem(TERMS + " has " + types + " but may have only " + CONTENT_TO_POSITION + " and "
                    + POSITION_TO_CONTENT + ", each once.");
        }
        return terms;
    }

    private static List<String> types(ConfigJson config) {
        return config.isList(TERMS) ? config.texts(TERMS) : barred(config, TERMS);
    }

    /** The parts of a text between bars. */
    private static List<String> barred(ConfigJson config, String key) {
        return Arrays.stream(config.text(key, "").toLowerCase(Locale.ROOT).split("\\|", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    static LearnedDistances distances(ConfigJson config, int hidden, Norm norm) {
        int reach = whole(config, "max_relative_positions", positions(config));
        int buckets = whole(config, "position_buckets", 0);
        if (buckets > 0 && (buckets < 2 || reach - 1 <= buckets / 2)) {
            throw config.problem("position_buckets is " + buckets + " but must be at least 2, and its half below"
                    + " max_relative_positions - 1 (" + (reach - 1) + ").");
        }
        List<String> norms = barred(config, "norm_rel_ebd");
        if (!List.of("none", "layer_norm").containsAll(norms)) {
            throw config.problem(
                    "norm_rel_ebd is \"" + config.text("norm_rel_ebd", "") + "\" but must be none or layer_norm.");
        }
        return new LearnedDistances(
                hidden,
                buckets > 0 ? buckets : reach,
                buckets > 0 ? reach : 0,
                norms.contains("layer_norm") ? norm : new NoNorm());
    }

    /** A size for which the files write -1 where it is not given. */
    private static int whole(ConfigJson config, String key, int absent) {
        int value = config.integer(key, absent);
        return value < 1 ? absent : value;
    }
}
