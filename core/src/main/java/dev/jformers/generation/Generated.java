package dev.jformers.generation;

/**
 * A text that was generated.
 *
 * @param tokens behind the prompt, the one that ended it included
 * @param logProbabilities the logarithm of the probability of each token, among what rules and filters left: Hugging Face's {@code
 *     compute_transition_scores} with {@code normalize_logits}. Of a beam search the scores that it added up, which rules may have
 *     changed behind the normalisation: {@code compute_transition_scores} without
 * @param score of a beam search: the logarithm of its probability, divided by its length as the search has it; otherwise 0
 * @param acceptance how many guesses of a {@link Drafter} were right
 */
@SuppressWarnings("ArrayRecordComponent")
public record Generated(int[] tokens, float[] logProbabilities, double score, Acceptance acceptance) {

    static Generated of(Written row, double score) {
        return new Generated(row.answer(), row.logProbabilities(), score, Acceptance.NONE);
    }

    static Generated of(Written row, Acceptance acceptance) {
        return new Generated(row.answer(), row.logProbabilities(), 0, acceptance);
    }
}
