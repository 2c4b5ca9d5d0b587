package dev.jformers.checkpoint.gguf;

/**
 * How Llama 3 stretches rotary positions (Dubey et al. 2024), by the names that Hugging Face has for its settings.
 *
 * @param factor divides the frequencies of long waves
 * @param low waves longer than {@code original / low} are long
 * @param high waves shorter than {@code original / high} stay as they are
 * @param original the number of positions that the model was trained with at first
 */
record Llama3Scaling(double factor, double low, double high, double original) {

    /** By how much a frequency is divided: not at all if its wave is short, by the factor if long, else in between. */
    double divisor(double frequency) {
        double wave = 2 * Math.PI / frequency;
        if (wave < original / high) {
            return 1;
        }
        if (wave > original / low) {
            return factor;
        }
        double smooth = (original / wave - low) / (high - low);
        return 1 / ((1 - smooth) / factor + smooth);
    }
}
