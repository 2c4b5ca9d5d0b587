package dev.jformers.generation;

/** How the next token is chosen. */
public sealed interface Search {

    /** How many texts come of a prompt. */
    int returned();

    /** The most probable token. */
    record Greedy() implements Search {

        @Override
        public int returned() {
            return 1;
        }
    }

    /**
     * A token drawn by the probabilities that remain.
     *
     * @param filters what takes unlikely tokens away
     * @param returned how many texts come of a prompt
     */
    record Sampling(Filters filters, int returned) implements Search {}

    /**
     * The most probable text among a few that are followed at once (Wu et al. 2016, section 7).
     *
     * @param beams how many are followed, at least 2
     * @param lengthPenalty the logarithm of a text's probability is divided by its length to this power
     * @param earlyStopping when a search ends
     * @param returned how many texts come of a prompt, at most {@code beams}
     * @param groups into how many the beams are divided, each searching for itself (Vijayakumar et al. 2018); 1 for none
     * @param diversityPenalty what a group loses for a token, for each beam of the groups before it that takes the same one in this
     *     step
     */
    record Beams(
            int beams,
            double lengthPenalty,
            EarlyStopping earlyStopping,
            int returned,
            int groups,
            double diversityPenalty)
            implements Search {

        /** Beams that are one group. */
        public Beams(int beams, double lengthPenalty, EarlyStopping earlyStopping, int returned) {
            this(beams, lengthPenalty, earlyStopping, returned, 1, 0);
        }

        /** How many beams a group has. */
        int width() {
            return beams / groups;
        }
    }

    /**
     * Of the most probable tokens, one whose vector is unlike those before it (Su et al. 2022).
     *
     * @param penaltyAlpha how much the likeness counts, above 0 and at most 1; the probability counts the rest
     * @param topK how many tokens are compared, at least 2
     */
    record Contrastive(double penaltyAlpha, int topK) implements Search {

        @Override
        public int returned() {
            return 1;
        }
    }

    /** When a beam search ends. */
    enum EarlyStopping {
        /** As soon as there are as many finished texts as beams. */
        WHEN_FULL,
        /** When, at the present length, no text that is followed is better than the worst that is finished. */
        HEURISTIC,
        /** When none of them can become better. */
        NEVER
    }
}
