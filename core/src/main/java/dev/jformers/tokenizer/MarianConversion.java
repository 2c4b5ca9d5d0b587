package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.SentencePieceModel.SentencePiece;
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
 * into. The latter are there to be decoded, and found by texts in one case, as in Hugging Face's: a stretch of letters that no piece of
 * the source has is looked up once more as a whole. So such stretches are put between marks that no text has, and so are the pieces
 * that may be one; other pieces of the target have a mark before them that stands nowhere else.
 *
 * <p>Ids may differ where a letter is in pieces of the source, but is none itself, and where {@code vocab.json} lacks a piece of the
 * source: that is unknown there, and left out here.
 *
 * @param ids by token
 */
record MarianConversion(SentencePieceModel source, JsonObject ids, TokenizerSettings settings) {

    private static final String SPACE = "\u2581";
    private static final String TARGET_ONLY = "\uE000";
    private static final String NEVER = "\uE001";
    private static final String STRETCH_END = "\uE002";
    private static final String APART = "\uE003";

    /** Between a whole syllable and a last letter: SentencePiece leaves them apart, though Unicode's composition would join them. */
    private static final String BEHIND_SYLLABLE = "(?<=[\uAC00-\uD7A3])(?=[\u11A8-\u11C2\u3131-\u314E\uFFA1-\uFFBE])";

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
        CharacterRanges known = known();
        for (String token : inOrder()) {
            boolean code = token.startsWith(">>") && token.endsWith("<<");
            Float score = scores.get(token);
            if (score != null) {
                tokens.add(token, score);
            } else {
                tokens.add(code || special.contains(token) ? token : marked(token, known), 0);
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

    private static String marked(String token, CharacterRanges known) {
        boolean stretch = !token.isEmpty() && token.codePoints().noneMatch(known::has);
        return TARGET_ONLY + token + (stretch ? STRETCH_END : "");
    }

    /** The letters of the source's pieces, and the marks. */
    private CharacterRanges known() {
        CharacterRanges known = new CharacterRanges();
        known.add(SPACE + TARGET_ONLY + NEVER + STRETCH_END);
        source.pieces().stream().filter(SentencePiece::isNormal).forEach(piece -> known.add(piece.text()));
        return known;
    }

    /** As SentencePiece itself normalises: its rules know sequences of letters too, which the part for them does not look up. */
    private List<JsonObject> normalizers(UnigramJson tokens) {
        List<JsonObject> normalizers = new ArrayList<>();
        for (String mark : List.of(TARGET_ONLY, STRETCH_END, APART)) {
            normalizers.add(TokenizerPart.replace(mark, NEVER));
        }
        boolean composes = source.normalization().composes();
        if (composes) {
            normalizers.add(TokenizerPart.replaceMatches(BEHIND_SYLLABLE, APART));
        }
        normalizers.addAll(tokens.precompiled());
        if (composes) {
            normalizers.add(TokenizerPart.of("NFC"));
            normalizers.add(TokenizerPart.replace(APART, ""));
        }
        normalizers.add(TokenizerPart.replace(SPACE, " "));
        normalizers.add(TokenizerPart.replaceMatches(" {2,}", " "));
        normalizers.add(TokenizerPart.replaceMatches(OUTER_SPACES, ""));
        JsonObject prepend = TokenizerPart.of("Prepend");
        prepend.addProperty("prepend", SPACE);
        normalizers.add(prepend);
        normalizers.add(TokenizerPart.replace(" ", SPACE));
        String known = known().bracketed();
        normalizers.add(TokenizerPart.replaceMatches("(?<![^" + known + "])(?=[^" + known + "])", TARGET_ONLY));
        normalizers.add(TokenizerPart.replaceMatches("(?<=[^" + known + "])(?![^" + known + "])", STRETCH_END));
        return normalizers;
    }

    private static JsonElement decoder() {
        return TokenizerPart.sequence(
                "decoders",
                List.of(
                        TokenizerPart.replace(TARGET_ONLY, ""),
                        TokenizerPart.replace(STRETCH_END, ""),
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
