package dev.jformers.family.deepseek;

import dev.jformers.family.ConfigJson;
import dev.jformers.layer.Router;

/** Reads how experts are chosen. */
final class RouterJson {

    private static final String CHOSEN = "num_experts_per_tok";
    private static final String METHOD = "topk_method";

    private RouterJson() {}

    static Router read(ConfigJson config) {
        int experts = config.parts("n_routed_experts", 64);
        int chosen = config.size(CHOSEN);
        double scale = config.number("routed_scaling_factor", 1);
        String method = config.text(METHOD, "greedy");
        return switch (method) {
            case "greedy" -> {
                config.requireAtMost(CHOSEN, chosen, "n_routed_experts", experts);
                yield new Router(chosen, 1, 1, false, scale, 0);
            }
            case "group_limited_greedy" -> limited(config, experts, chosen, scale);
            default ->
                throw config.problem(
                        METHOD + " is \"" + method + "\" but must be one of greedy, group_limited_greedy.");
        };
    }

    private static Router limited(ConfigJson config, int experts, int chosen, double scale) {
        int groups = config.size("n_group");
        int chosenGroups = config.size("topk_group");
        config.requireMultiple("n_routed_experts", experts, "n_group", groups);
        config.requireAtMost("topk_group", chosenGroups, "n_group", groups);
        config.requireAtMost(CHOSEN, chosen, "the experts of topk_group groups", experts / groups * chosenGroups);
        return new Router(chosen, groups, chosenGroups, false, scale, 0);
    }
}
