package dev.jformers;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.TokenReader;
import dev.jformers.generation.TooLong;
import dev.jformers.model.Stacks;
import dev.jformers.position.AbsolutePosition;
import java.util.List;

/**
 * How many tokens a decoder reads in a row, and what becomes of texts that need more.
 *
 * @param positions how many it knows; {@code Long.MAX_VALUE} where nothing says
 * @param hard whether it cannot read more, or has only learnt no more
 * @param lengths how long texts are, and what becomes of those that are too long
 */
record Room(long positions, boolean hard, GenerationConfig.Lengths lengths) {

    /** What says how many positions there are where vectors of positions do not. */
    private static final List<String> LEARNT = List.of("max_position_embeddings", "n_positions");

    static Room of(PretrainedModel model, GenerationConfig config) {
        AbsolutePosition position =
                model.description().transformer().stacks().last().embedding().position();
        return position == null
                ? new Room(learnt(model.description()), false, config.lengths())
                : new Room(position.maxPositions(), true, config.lengths());
    }

    private static long learnt(ModelDescription description) {
        if (!(description.transformer().stacks() instanceof Stacks.DecoderOnly)) {
            return Long.MAX_VALUE;
        }
        return LEARNT.stream()
                .map(description.config()::get)
                .filter(JsonPrimitive.class::isInstance)
                .mapToLong(JsonElement::getAsLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * How many tokens of a prompt are left out.
     *
     * @throws InvalidInputException if there are too many, and none may be
     */
    int excess(int tokens) {
        return switch (lengths.tooLong()) {
            case ERROR -> {
                requireRoomBehind(tokens);
                yield 0;
            }
            case TRUNCATE -> {
                long wanted = Math.max(1, lengths.limit(tokens) - (long) tokens);
                yield (int) Math.max(0, tokens - (positions - Math.min(wanted, positions / 2)));
            }
            case SLIDE -> tokens < positions ? 0 : (int) (tokens - positions / 2);
        };
    }

    private void requireRoomBehind(int tokens) {
        if (hard && tokens >= positions) {
            throw new InvalidInputException("the prompt has " + tokens + " tokens but the model knows " + positions
                    + " positions, which leaves none to write on; shorten it, or choose that its beginning is left out"
                    + " (GenerationConfig.withTooLong, --too-long: truncate or slide).");
        }
    }

    /** A prompt that leaves room, without what follows its first tokens. */
    int[] cut(int[] prompt, int opening) {
        int excess = excess(prompt.length);
        return TokenRows.without(prompt, Math.min(opening, prompt.length - excess - 1), excess);
    }

    /** The configuration of texts that end at the last position, where they do. */
    GenerationConfig within(GenerationConfig config) {
        return switch (lengths.tooLong()) {
            case ERROR -> hard ? config.within(positions) : config;
            case TRUNCATE -> config.within(positions);
            case SLIDE -> config;
        };
    }

    /**
     * What reads texts of any length, where that was chosen.
     *
     * @param opening how many of the first tokens always stay
     * @param read what the reader has read, row by row
     */
    TokenReader reader(CachedReader reader, int opening, int[][] read) {
        if (lengths.tooLong() != TooLong.SLIDE || positions > Integer.MAX_VALUE) {
            return reader;
        }
        if (reader.encoded() != null) {
            throw new InvalidInputException("slide is for decoders, which write on; this model is an encoder-decoder,"
                    + " whose decoder begins anew; choose truncate or error for texts that are too long.");
        }
        return new SlidingReader(reader, (int) positions, opening, read);
    }
}
