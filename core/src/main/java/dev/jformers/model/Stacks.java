package dev.jformers.model;

/** Which stacks of layers a transformer has. */
public sealed interface Stacks {

    /** The same stacks with this dropout everywhere. */
    Stacks withDropout(double rate);

    /** The stack that reads the tokens first. */
    StackConfig first();

    /** The stack whose hidden states the head reads. */
    StackConfig last();

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

    /** An encoder, and a decoder that looks at what it made: the 2017 Transformer, T5, BART. */
    record EncoderDecoder(StackConfig encoder, StackConfig decoder) implements Stacks {

        @Override
        public Stacks withDropout(double rate) {
            return new EncoderDecoder(encoder.withDropout(rate), decoder.withDropout(rate));
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
