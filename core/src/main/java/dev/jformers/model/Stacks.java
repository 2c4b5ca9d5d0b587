package dev.jformers.model;

import org.jspecify.annotations.Nullable;

/** Which stacks of layers a transformer has. */
public sealed interface Stacks {

    /** The same stacks with this dropout everywhere. */
    Stacks withDropout(double rate);

    /** The stack that reads the tokens first. */
    StackConfig first();

    /** The stack whose hidden states the head reads. */
    StackConfig last();

    /** Number of tokens that the last stack reads and the head writes, where {@code vocabulary} is that of the first. */
    default long lastVocabulary(long vocabulary) {
        return vocabulary;
    }

    /** Tokens that all see each other, or as the pattern of their attention has it: BERT. */
    record EncoderOnly(StackConfig encoder) implements Stacks {

        @Override
        public Stacks withDropout(double rate) {
            return new EncoderOnly(encoder.withDropout(rate));
        }

        @Override
        public StackConfig first() {
            return encoder;
        }

        @Override
        public StackConfig last() {
            return encoder;
        }
    }

    /** Tokens that see those before them, or also a prefix: GPT, Llama. */
    record DecoderOnly(StackConfig decoder) implements Stacks {

        @Override
        public Stacks withDropout(double rate) {
            return new DecoderOnly(decoder.withDropout(rate));
        }

        @Override
        public StackConfig first() {
            return decoder;
        }

        @Override
        public StackConfig last() {
            return decoder;
        }
    }

    /**
     * An encoder, and a decoder that looks at what it made: the 2017 Transformer, T5, BART.
     *
     * @param decoderVocabulary number of tokens in a table of the decoder's own; 0 where encoder and decoder share one
     * @param ofLabels makes the decoder's input out of what it shall say; null where the family does not tell
     * @param ofInput makes the decoder's input out of the encoder's, where there is no other; null where it must be given
     */
    record EncoderDecoder(
            StackConfig encoder,
            StackConfig decoder,
            long decoderVocabulary,
            @Nullable ShiftRight ofLabels,
            @Nullable ShiftRight ofInput)
            implements Stacks {

        @Override
        public Stacks withDropout(double rate) {
            return new EncoderDecoder(
                    encoder.withDropout(rate), decoder.withDropout(rate), decoderVocabulary, ofLabels, ofInput);
        }

        @Override
        public long lastVocabulary(long vocabulary) {
            return decoderVocabulary == 0 ? vocabulary : decoderVocabulary;
        }

        @Override
        public StackConfig first() {
            return encoder;
        }

        @Override
        public StackConfig last() {
            return decoder;
        }
    }
}
