/**
 * One YAML file that describes a run, as a tree of records: {@link dev.jformers.training.recipe.Recipe#load} reads it and
 * reports every problem at once, with its line. The records hold data only; the rooms of training act on them.
 *
 * <p>A component's name in snake_case is its YAML key. What it means, its default and its rule are written once, in
 * annotations on the component; {@code docs/configuration.md} and {@code docs/recipe.schema.json} are generated from them.
 */
@NullMarked
package dev.jformers.training.recipe;

import org.jspecify.annotations.NullMarked;
