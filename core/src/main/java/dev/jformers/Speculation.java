package dev.jformers;

import dev.jformers.generation.DraftModel;
import dev.jformers.generation.Drafter;
import dev.jformers.generation.FurtherHeads;
import dev.jformers.generation.PromptLookup;
import dev.jformers.head.MultiTokenPrediction;
import dev.jformers.model.Stacks;
import dev.jformers.tokenizer.EncodedBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where guesses of the next tokens come from, several of which a model verifies in one pass. A greedy text is the one without
 * guesses, as far as rounding lets a pass over several tokens be that over one; a drawn text is another than without, by the same
 * probabilities. Rotary frequencies that depend on the text's length (dynamic, longrope) change within such a pass, so behind the
 * length of pretraining texts of these models may differ. So may texts in {@link dev.jformers.layer.Precision#INT8}, whose rounding depends on
 * what is read in the same pass.
 *
 * <p>For one text at a time: guessing pays where a pass reads the weights for a single token, while the rows of a batch share that already;
 * and rows that accept differently many guesses would each need a place of their own in one cache. A batch, beams and several texts of
 * a prompt are refused.
 */
public sealed interface Speculation {

    /** Nobody guesses. */
    Speculation NONE = new None();

    /**
     * @param reader of the text
     * @return guesses how it goes on, to be closed; null where nobody does
     * @throws InvalidInputException if these guesses are not for this model
     */
    @Nullable
    Drafter drafter(CachedReader reader);

    /** Nobody guesses. */
    record None() implements Speculation {

        @Override
        public @Nullable Drafter drafter(CachedReader reader) {
            return null;
        }
    }

    /**
     * A smaller model guesses (Leviathan et al. 2023).
     *
     * @param model of the same vocabulary; stays open
     * @param tokens how many are guessed at once, 1 to {@value Speculation#MOST}
     */
    record ByDraftModel(PretrainedModel model, int tokens) implements Speculation {

        public ByDraftModel {
            requireCount(tokens);
        }

        @Override
        public Drafter drafter(CachedReader reader) {
            ModelDescription verifying = reader.model().description();
            ModelDescription drafting = model.description();
            requireSame(
                    "tokens",
                    drafting.transformer().outputVocabularySize(),
                    verifying.transformer().outputVocabularySize());
            boolean behindEncoder = drafting.transformer().stacks() instanceof Stacks.EncoderDecoder;
            if (behindEncoder != (reader.encoded() != null)) {
                throw new InvalidInputException(
                        "the draft model is a " + drafting.family().modelType() + ", the model a "
                                + verifying.family().modelType()
                                + ": a decoder drafts for a decoder, an encoder-decoder for an encoder-decoder.");
            }
            EncodedBatch text = reader.encoded();
            if (text == null) {
                CachedReader own = CachedReader.ofDecoder(model, new int[1], 0);
                return new DraftModel(own, tokens, own.maxLength());
            }
            requireSame(
                    "tokens in its encoder",
                    drafting.transformer().vocabularySize(),
                    verifying.transformer().vocabularySize());
            CachedReader own = CachedReader.ofEncoderDecoder(model, text, 0);
            return new DraftModel(own, tokens, own.maxLength());
        }

        private static void requireSame(String what, long drafting, long verifying) {
            if (drafting != verifying) {
                throw new InvalidInputException("the draft model knows " + drafting + " " + what
                        + " but the model knows " + verifying + "; take a draft model with the same vocabulary.");
            }
        }
    }

    /**
     * What followed the last tokens where they stood before is guessed again: in the prompt, in what was generated, and in the text that an
     * encoder reads.
     *
     * @param tokens how many are guessed at once, 1 to {@value Speculation#MOST}
     * @param longestMatch how many last tokens are looked for at most
     */
    record ByPromptLookup(int tokens, int longestMatch) implements Speculation {

        public ByPromptLookup {
            requireCount(tokens);
            if (longestMatch < 1) {
                throw new InvalidInputException(
                        "max_matching_ngram_size is " + longestMatch + " but must be at least 1.");
            }
        }

        @Override
        public Drafter drafter(CachedReader reader) {
            return new PromptLookup(before(reader), tokens, longestMatch);
        }

        /** What the encoder reads, where its tokens are the decoder's. */
        private static int[] before(CachedReader reader) {
            EncodedBatch text = reader.encoded();
            long ofEncoder = reader.model().description().transformer().vocabularySize();
            return text == null || ofEncoder != reader.vocabularySize()
                    ? new int[0]
                    : Arrays.stream(text.ids()).mapToInt(Math::toIntExact).toArray();
        }
    }

    /** The model's own heads for tokens behind the next one guess (Gloeckle et al. 2024). */
    record ByFurtherHeads() implements Speculation {

        @Override
        public Drafter drafter(CachedReader reader) {
            if (!(reader.model().description().head() instanceof MultiTokenPrediction)) {
                throw new InvalidInputException(
                        "the model has no heads for tokens behind the next one: its config.json has no"
                                + " num_further_predictions; take a draft model or prompt look-up for guesses.");
            }
            return new FurtherHeads(reader);
        }
    }

    /** How many tokens a model that keeps a window of its text can be made to forget. */
    int MOST = 64;

    private static void requireCount(int tokens) {
        if (tokens < 1 || tokens > MOST) {
            throw new InvalidInputException(
                    "the number of tokens to guess is " + tokens + " but must be from 1 to " + MOST + ".");
        }
    }
}
