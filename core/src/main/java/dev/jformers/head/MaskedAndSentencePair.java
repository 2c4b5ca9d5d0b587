package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.head.MaskedLanguageModel.MaskedLanguageModelBlock;
import dev.jformers.head.SentencePair.SentencePairBlock;
import dev.jformers.layer.Pass;

/**
 * What BERT and ALBERT are pretrained for: masked tokens, and how two sentences belong together.
 *
 * @param tokens predicts masked tokens
 * @param sentences judges the pair
 */
public record MaskedAndSentencePair(MaskedLanguageModel tokens, SentencePair sentences) implements Head {

    @Override
    public MaskedAndSentencePairBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new MaskedAndSentencePairBlock(
                tokens.newBlock(hidden, embedding, vocabulary),
                sentences.newBlock(hidden, embedding, vocabulary),
                sentences.question());
    }

    @Override
    public MaskedAndSentencePair withDropout(double rate) {
        return new MaskedAndSentencePair(tokens, sentences.withDropout(rate));
    }

    /**
     * The head's block; its outputs are {@code prediction_logits [batch, seq, vocab]} and, by its question, {@code
     * seq_relationship_logits} or {@code sop_logits}, {@code [batch, 2]}.
     */
    public static final class MaskedAndSentencePairBlock extends HeadBlock {

        private final MaskedLanguageModelBlock tokens;
        private final SentencePairBlock sentences;
        private final SentencePair.Question question;

        MaskedAndSentencePairBlock(
                MaskedLanguageModelBlock tokens, SentencePairBlock sentences, SentencePair.Question question) {
            this.tokens = addChildBlock("tokens", tokens);
            this.sentences = addChildBlock("sentences", sentences);
            this.question = question;
        }

        /** Predicts masked tokens. */
        public MaskedLanguageModelBlock tokens() {
            return tokens;
        }

        /** Judges the pair. */
        public SentencePairBlock sentences() {
            return sentences;
        }

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            NDArray first = sentences.readout().of(hidden);
            return new NDList(
                    named("prediction_logits", tokens.logits(pass, hidden, wordEmbeddings)),
                    named(question.output(), sentences.logits(pass, first)));
        }
    }
}
