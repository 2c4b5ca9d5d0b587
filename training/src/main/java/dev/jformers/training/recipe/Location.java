package dev.jformers.training.recipe;

/**
 * Where a setting stands.
 *
 * @param source the file as the user named it, or the override, {@code --set a.b=c}
 * @param line counted from 1; 0 where there are no lines
 * @param column counted from 1; 0 where there are no columns
 */
record Location(String source, int line, int column) {

    static Location of(String source) {
        return new Location(source, 0, 0);
    }
}
