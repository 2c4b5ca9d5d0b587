package dev.jformers.generation;

/**
 * What became of a drafter's guesses.
 *
 * @param drafted how many tokens were guessed
 * @param accepted how many of them the model took; those behind a wrong one are not
 */
public record Acceptance(int drafted, int accepted) {

    /** Nothing was guessed. */
    public static final Acceptance NONE = new Acceptance(0, 0);

    /** The share of guesses that was taken; 0 where nothing was guessed. */
    public double rate() {
        return drafted == 0 ? 0 : (double) accepted / drafted;
    }

    public Acceptance plus(Acceptance other) {
        return new Acceptance(drafted + other.drafted, accepted + other.accepted);
    }
}
