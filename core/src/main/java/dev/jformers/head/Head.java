package dev.jformers.head;

/** What a model is for: what stands on top of the transformer. */
public sealed interface Head permits Features, MaskedLanguageModel, SequenceClassification {

    /**
     * @param hidden size of the transformer's vectors
     * @param vocabulary number of tokens
     * @param standardDeviation of the weights' first values
     */
    HeadBlock newBlock(long hidden, long vocabulary, double standardDeviation);
}
