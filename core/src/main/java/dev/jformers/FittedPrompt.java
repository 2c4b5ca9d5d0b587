package dev.jformers;

import dev.jformers.chat.Message;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.TooLong;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A prompt that a model can read.
 *
 * @param text what is left of it
 * @param tokens how many it had
 */
record FittedPrompt(EncodedText text, int tokens) {

    private static final String SYSTEM = "system";
    private static final String USER = "user";

    /** How many tokens were left out. */
    int dropped() {
        return tokens - text.length();
    }

    /** What a decoder goes on with; without the token that ends texts, which some tokenizers add. */
    static FittedPrompt ofDecoder(EncodedText prompt, Room room, Tokenizer tokenizer, GenerationConfig config) {
        int[] ids = prompt.ids();
        boolean ended = ids.length > 1 && config.endIds().contains(ids[ids.length - 1]);
        int[] open = ended ? Arrays.copyOf(ids, ids.length - 1) : ids;
        int[] kept = open.length == 0 ? open : room.cut(open, tokenizer.specialTokensAhead(open));
        return new FittedPrompt(new EncodedText(kept), open.length);
    }

    /**
     * What an encoder reads; of a text that is too long the end is left out, but for the special tokens that close it.
     *
     * @param positions how many tokens the encoder reads
     * @throws InvalidInputException if there are more, and none may be left out
     */
    static FittedPrompt ofEncoder(EncodedText text, long positions, TooLong choice, Tokenizer tokenizer) {
        if (text.length() <= positions) {
            return new FittedPrompt(text, text.length());
        }
        if (choice != TooLong.TRUNCATE) {
            throw new InvalidInputException("the text has " + text.length() + " tokens but the model's encoder knows "
                    + positions + " positions; shorten it, or choose that its end is left out"
                    + " (GenerationConfig.withTooLong, --too-long: truncate).");
        }
        int[] ids = text.ids();
        int kept = (int) positions;
        int closing = Math.min(tokenizer.specialTokensBehind(ids), kept);
        int[] cut = TokenRows.without(ids, kept - closing, ids.length - kept);
        return new FittedPrompt(new EncodedText(cut), ids.length);
    }

    /**
     * A conversation; of one that is too long the oldest messages are left out, from one of the user to the next, but for those of the
     * system at its beginning.
     *
     * @param encoder makes tokens of messages
     * @throws InvalidInputException if there are too many tokens, and none may be left out; or the last message alone has too many
     */
    static FittedPrompt ofConversation(
            List<Message> messages, Room room, Function<List<Message>, EncodedText> encoder) {
        EncodedText all = encoder.apply(messages);
        List<Message> kept = messages;
        EncodedText text = all;
        while (room.excess(text.length()) > 0) {
            List<Message> fewer = withoutOldest(kept);
            if (fewer.size() == kept.size()) {
                requireReadable(text.length(), room.positions());
                break;
            }
            kept = fewer;
            text = encoder.apply(kept);
        }
        return new FittedPrompt(text, all.length());
    }

    private static void requireReadable(int tokens, long positions) {
        if (tokens >= positions) {
            throw new InvalidInputException("the last message makes a prompt of " + tokens
                    + " tokens but the model knows " + positions
                    + " positions, though older messages were left out; shorten it.");
        }
    }

    /** The same messages if only the last turn is left. */
    private static List<Message> withoutOldest(List<Message> messages) {
        int first = 0;
        while (first < messages.size() && messages.get(first).role().equals(SYSTEM)) {
            first++;
        }
        for (int next = first + 1; next < messages.size(); next++) {
            if (messages.get(next).role().equals(USER)) {
                List<Message> fewer = new ArrayList<>(messages.subList(0, first));
                fewer.addAll(messages.subList(next, messages.size()));
                return fewer;
            }
        }
        return messages;
    }
}
