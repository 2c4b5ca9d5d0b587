package dev.jformers.generation;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/** Reads which search the settings ask for. */
final class SearchSettings {

    private static final int DEFAULT_TOP_K = 50;

    /** Scores that are divided by less may become infinite. */
    private static final double LEAST_TEMPERATURE = 1e-6;

    private final SettingValues values;
    private final int beams;
    private final int returned;

    private SearchSettings(SettingValues values) {
        this.values = values;
        this.beams = values.whole("num_beams", 1, 1);
        this.returned = values.whole("num_return_sequences", 1, 1);
    }

    static Search read(SettingValues values) {
        return new SearchSettings(values).search();
    }

    private Search search() {
        double alpha = values.share("penalty_alpha", 0);
        boolean samples = values.flag("do_sample");
        requireTemperature(samples);
        requireOne(samples, alpha);
        if (samples) {
            return new Search.Sampling(filters(), returned);
        }
        if (beams == 1 && returned > 1) {
            throw values.problem(
                    "num_return_sequences",
                    "is " + returned
                            + " but without sampling or beams there is one text; set do_sample, or num_beams to"
                            + " as many");
        }
        if (alpha > 0) {
            return new Search.Contrastive(alpha, contrastiveCandidates());
        }
        return beams == 1 ? new Search.Greedy() : beams();
    }

    /** Where nothing is drawn, 0 is what it comes to. */
    private void requireTemperature(boolean samples) {
        double temperature = values.number("temperature", 1);
        if (temperature < 0 || (samples && temperature < LEAST_TEMPERATURE)) {
            throw values.problem(
                    "temperature",
                    "is " + temperature + " but must be "
                            + (temperature > 0 ? "at least " + LEAST_TEMPERATURE : "above 0")
                            + "; for the most probable token set do_sample to false");
        }
    }

    /** Of sampling, beams and contrastive search, at most one. */
    private void requireOne(boolean samples, double alpha) {
        if (samples && beams > 1) {
            throw values.problem(
                    "do_sample", "is true but num_beams is " + beams + ": beams are not sampled; set num_beams to 1");
        }
        if (alpha > 0 && (samples || beams > 1)) {
            throw values.problem(
                    "penalty_alpha",
                    "is " + alpha + ", which asks for contrastive search, but "
                            + (samples ? "do_sample is true" : "num_beams is " + beams)
                            + "; set penalty_alpha to 0, or do_sample to false and num_beams to 1");
        }
        if (values.whole("num_beam_groups", 1, 1) > 1 && beams == 1) {
            throw values.problem(
                    "num_beam_groups",
                    "is " + values.whole("num_beam_groups", 1, 1)
                            + " but num_beams is 1; set num_beams to a multiple of it");
        }
    }

    private int contrastiveCandidates() {
        int candidates = values.whole("top_k", DEFAULT_TOP_K, 0);
        if (candidates < 2) {
            throw values.problem(
                    "top_k", "is " + candidates + " but contrastive search (penalty_alpha) compares at least 2 tokens");
        }
        return candidates;
    }

    private Search beams() {
        if (returned > beams) {
            throw values.problem(
                    "num_return_sequences", "is " + returned + " but must be at most num_beams (" + beams + ")");
        }
        int groups = values.whole("num_beam_groups", 1, 1);
        double penalty = values.number("diversity_penalty", 0);
        if (beams % groups != 0) {
            throw values.problem("num_beam_groups", "is " + groups + " but must divide num_beams (" + beams + ")");
        }
        if (groups > 1 && !(penalty > 0)) {
            throw values.problem(
                    "diversity_penalty",
                    "is " + penalty + " but must be above 0 with num_beam_groups (" + groups
                            + "), for groups would all find the same");
        }
        if (groups == 1 && penalty != 0) {
            throw values.problem(
                    "diversity_penalty", "is " + penalty + " but there is one group of beams; set num_beam_groups");
        }
        return new Search.Beams(beams, values.number("length_penalty", 1), earlyStopping(), returned, groups, penalty);
    }

    private Filters filters() {
        return new Filters(
                values.number("temperature", 1),
                values.whole("top_k", DEFAULT_TOP_K, 0),
                values.share("top_p", 1),
                values.share("min_p", 0),
                values.share("typical_p", 1));
    }

    private Search.EarlyStopping earlyStopping() {
        JsonElement value = values.json().get("early_stopping");
        if (value instanceof JsonPrimitive text
                && text.isString()
                && text.getAsString().equals("never")) {
            return Search.EarlyStopping.NEVER;
        }
        return values.flag("early_stopping") ? Search.EarlyStopping.WHEN_FULL : Search.EarlyStopping.HEURISTIC;
    }
}
