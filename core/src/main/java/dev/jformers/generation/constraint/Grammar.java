package dev.jformers.generation.constraint;

import java.util.Map;

/**
 * The texts of a constraint.
 *
 * @param start what a whole text is
 * @param rules what calls mean, by name
 */
record Grammar(Expression start, Map<String, Expression> rules) {

    Grammar {
        rules = Map.copyOf(rules);
    }
}
