package dev.jformers.head;

/** What a model is for: what stands on top of the transformer. */
public sealed interface Head
        permits CausalLanguageModel,
                Features,
                MaskedAndSentencePair,
                MaskedLanguageModel,
                MultiTokenPrediction,
                MultipleChoice,
                QuestionAnswering,
                ReplacedTokenDetection,
                SentencePair,
                SequenceClassification,
                TokenClassification {

    /**
     * @param hidden size of the transformer's vectors
     * @param embedding size of the vectors in the table of word embeddings
     * @param vocabulary number of tokens
     */
    HeadBlock newBlock(long hidden, long embedding, long vocabulary);

    /** The same head with this dropout where it has one. */
    default Head withDropout(double rate) {
        return this;
    }
}
