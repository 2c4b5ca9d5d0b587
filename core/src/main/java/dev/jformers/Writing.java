package dev.jformers;

import dev.jformers.generation.Drafter;
import dev.jformers.generation.Generated;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Generator;
import dev.jformers.generation.TokenListener;
import dev.jformers.generation.TokenReader;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import java.util.Arrays;
import java.util.List;

/**
 * How a model writes behind one prompt: as many texts as the search returns.
 *
 * @param acceleration what makes it come sooner
 */
record Writing(PretrainedModel model, GenerationConfig config, Acceleration acceleration) {

    /** The most tokens that there is memory for from the beginning. */
    private static final int MOST_EXPECTED = 4096;

    /**
     * A text that came of a prompt.
     *
     * @param dropped how many tokens were forgotten on the way
     * @param prompt how many tokens stood before those that were generated
     */
    record Text(Generated generated, int dropped, int prompt) {}

    /**
     * What a decoder writes behind a prompt.
     *
     * @param prompt leaves room behind it
     * @param opening how many of its first tokens always stay
     */
    List<Text> behind(int[] prompt, int opening, TokenListener listener) throws InterruptedException {
        requireTokens(prompt);
        Room room = Room.of(model, config);
        try (CachedReader cached = CachedReader.ofDecoder(model, new int[1], expected(room, prompt.length));
                Drafter drafter = acceleration.speculation().drafter(cached)) {
            acceleration.prepare(cached, prompt);
            int[][] read = {Arrays.copyOf(prompt, cached.length())};
            TokenReader reader = room.reader(cached, opening, read);
            List<Generated> texts = new Generator(reader, room.within(config), listener, drafter)
                    .generate(new int[][] {prompt}, new int[1]);
            int dropped = reader instanceof SlidingReader sliding ? sliding.dropped() : 0;
            return texts.stream()
                    .map(text -> new Text(text, dropped, prompt.length))
                    .toList();
        }
    }

    /** What an encoder-decoder makes of a text. */
    List<Text> of(EncodedText text, TokenListener listener) throws InterruptedException {
        requireTokens(text.ids());
        int[][] opening = {{model.description().decoderStartId()}};
        EncodedBatch batch = EncodedBatch.of(List.of(text), 0);
        Room room = Room.of(model, config);
        try (CachedReader reader = CachedReader.ofEncoderDecoder(model, batch, expected(room, 1));
                Drafter drafter = acceleration.speculation().drafter(reader)) {
            acceleration.prepare(reader, opening[0]);
            return new Generator(room.reader(reader, 1, opening), room.within(config), listener, drafter)
                    .generate(opening, new int[1]).stream()
                            .map(made -> new Text(made, 0, 1))
                            .toList();
        }
    }

    private static void requireTokens(int[] prompt) {
        if (prompt.length == 0) {
            throw new InvalidInputException("the prompt has no token; write something to go on from.");
        }
    }

    private int expected(Room room, int promptLength) {
        long most = Math.min(config.lengths().limit(promptLength), room.positions());
        return (int) Math.min(most, MOST_EXPECTED);
    }
}
