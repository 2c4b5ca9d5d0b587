package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenizerJson.AddedToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which bytes of UTF-8 each token writes. A text of tokens is their bytes, one behind the other; the first token of a text may write
 * fewer than the same token does elsewhere, such as no space. Special tokens write nothing. Immutable and thread-safe.
 */
public final class TokenBytes {

    private final byte[][] first;
    private final byte[][] later;

    private TokenBytes(byte[][] first, byte[][] later) {
        this.first = first;
        this.later = later;
    }

    /**
     * @param folder holds {@code tokenizer.json}, or older files in its place
     * @throws InvalidInputException if there is no tokenizer, or its decoder joins tokens by rules that are not known here
     * @throws IOException if a file cannot be read
     */
    public static TokenBytes read(Path folder) throws IOException {
        TokenizerJson tokenizer = TokenizerJson.read(folder);
        PieceDecoder decoder = PieceDecoder.of(tokenizer);
        int size = tokenizer.vocabularySize();
        TokenBytes bytes = new TokenBytes(new byte[size][], new byte[size][]);
        JsonElement vocabulary = tokenizer.json().getAsJsonObject("model").get("vocab");
        if (vocabulary instanceof JsonArray pieces) {
            for (int id = 0; id < pieces.size(); id++) {
                bytes.put(id, pieces.get(id).getAsJsonArray().get(0).getAsString(), decoder);
            }
        } else if (vocabulary instanceof JsonObject ids) {
            for (Map.Entry<String, JsonElement> piece : ids.entrySet()) {
                bytes.put(piece.getValue().getAsInt(), piece.getKey(), decoder);
            }
        }
        for (AddedToken added : tokenizer.addedTokens()) {
            if (added.special()) {
                bytes.first[added.id()] = null;
                bytes.later[added.id()] = null;
            } else {
                bytes.put(added.id(), added.content(), decoder);
            }
        }
        return bytes;
    }

    private void put(int id, String piece, PieceDecoder decoder) {
        first[id] = decoder.bytes(piece, true);
        later[id] = decoder.bytes(piece, false);
    }

    /** One more than the largest id. */
    public int size() {
        return later.length;
    }

    /**
     * What a token writes.
     *
     * @param isFirst whether no token stands before it but special ones
     * @return nothing for a special token, and for an id without a token
     */
    public Optional<byte[]> of(int id, boolean isFirst) {
        byte[] bytes = id < 0 || id >= later.length ? null : isFirst ? first[id] : later[id];
        return Optional.ofNullable(bytes);
    }
}
