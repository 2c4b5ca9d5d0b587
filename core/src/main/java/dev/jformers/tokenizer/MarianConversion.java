package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.UnigramJson.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Marian's tokenizer: pieces of {@code source.spm} whose ids {@code vocab.json} has, beside those of the language that is translated
 * into. The latter are there to be decoded alone: a letter stands before them that no text has. Where the source's pieces do not do,
 * ids may differ from Hugging Face's: there a stretch of unknown letters is looked up once more, among the target's pieces, and a piece
 * that {@code vocab.json} lacks is unknown; here the first is unknown, and the second left out.
 *
 * @param ids by token
 */
record MarianConversion(SentencePieceModel source, JsonObject ids, TokenizerSettings settings) {

    private static final String SPACE = "\u2581";
    private static final String TARGET_ONLY = "\uE000";
    private static final String NEVER = "\uE001";
    private static final String OUTER_SPACES = "^ +| +$";

    /**
     * @throws InvalidInputException if a file is not what its name says
     */
    static MarianConversion read(Path source, Path vocabulary, TokenizerSettings settings) throws IOException {
        return new MarianConversion(SentencePieceModel.read(source), StrictJson.read(vocabulary), settings);
    }

    JsonObject json() {
        String end = settings.token("eos_token", "</s>");
        String unknown = settings.token("unk_token", "<unk>");
        Set<String> special = new LinkedHashSet<>(List.of(end, unknown, settings.token("pad_token", "<pad>")));
        UnigramJson tokens = new UnigramJson(source);
        Map<String, Float> scores = new HashMap<>();
        source.pieces().stream()
                .filter(piece -> !piece.isControl() && !special.contains(piece.text()))
                .forEach(piece -> scores.put(piece.text(), piece.score()));
        List<String> codes = new ArrayList<>();
        for (String token : inOrder()) {
            boolean code = token.startsWith(">>") && token.endsWith("<<");
            Float score = scores.get(token);
            if (score != null) {
                tokens.add(token, score);
            } else {
                tokens.add(code || special.contains(token) ? token : TARGET_ONLY + token, 0);
            }
            if (code) {
                codes.add(token);
            }
        }
        JsonArray added = tokens.addedTokens(special);
        for (String code : codes) {
            JsonObject token = AddedTokensJson.special(code, tokens.id(code));
            token.addProperty("special", false);
            added.add(token);
        }
        TemplateJson template = new TemplateJson().text().secondText(0).token(end, tokens.id(end));
        return tokens.json(unknown, new Parts(added, normalizers(tokens), List.of(), template, decoder()));
    }

    /** As SentencePiece itself normalises. */
    private static List<JsonObject> normalizers(UnigramJson tokens) {
        List<JsonObject> normalizers = new ArrayList<>(tokens.precompiled());
        normalizers.add(TokenizerPart.replace(TARGET_ONLY, NEVER));
        normalizers.add(TokenizerPart.replace(SPACE, " "));
        normalizers.add(TokenizerPart.replaceMatches(" {2,}", " "));
        normalizers.add(TokenizerPart.replaceMatches(OUTER_SPACES, ""));
        JsonObject prepend = TokenizerPart.of("Prepend");
        prepend.addProperty("prepend", SPACE);
        normalizers.add(prepend);
        normalizers.add(TokenizerPart.replace(" ", SPACE));
        return normalizers;
    }

    private static JsonElement decoder() {
        return TokenizerPart.sequence(
                "decoders",
                List.of(
                        TokenizerPart.replace(TARGET_ONLY, ""),
                        UnigramJson.metaspace(),
                        TokenizerPart.of("Fuse"),
                        TokenizerPart.replaceMatches(OUTER_SPACES, "")));
    }

    private List<String> inOrder() {
        String[] tokens = new String[ids.size()];
        ids.asMap().forEach((token, id) -> {
            boolean whole =
                    id instanceof JsonPrimitive number && number.getAsString().matches("[0-9]{1,9}");
            int place = whole ? id.getAsInt() : -1;
            if (place < 0 || place >= tokens.length || tokens[place] != null) {
                throw new InvalidInputException("vocab.json beside " + source.file() + ": \"" + token + "\" has the id "
                        + id + " but ids must go from 0 to " + (tokens.length - 1) + ", each once.");
            }
            tokens[place] = token;
        });
        return List.of(tokens);
    }
}
