package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.tokenizer.UnigramJson.Parts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A Unigram model of SentencePiece, with the tokens and rules that Hugging Face has for its family: T5 and mT5, ALBERT, XLM-RoBERTa,
 * mBART, Pegasus.
 */
record UnigramConversion(SentencePieceModel model, TokenizerSettings settings) {

    private static final int T5_EXTRA_IDS = 100;
    private static final int PEGASUS_OFFSET = 103;
    private static final List<String> MBART_LANGUAGES = List.of(
            "ar_AR", "cs_CZ", "de_DE", "en_XX", "es_XX", "et_EE", "fi_FI", "fr_XX", "gu_IN", "hi_IN", "it_IT", "ja_XX",
            "kk_KZ", "ko_KR", "lt_LT", "lv_LV", "my_MM", "ne_NP", "nl_XX", "ro_RO", "ru_RU", "si_LK", "tr_TR", "vi_VN",
            "zh_CN");

    /**
     * @return nothing if the family's models are not converted
     */
    Optional<JsonObject> json() {
        Optional<Function<UnigramConversion, JsonObject>> conversion =
                switch (settings.family().replaceAll("[-_]", "")) {
                    case "", "t5", "mt5", "umt5" -> Optional.of(UnigramConversion::t5);
                    case "albert" -> Optional.of(UnigramConversion::albert);
                    case "xlmroberta" -> Optional.of(UnigramConversion::xlmRoberta);
                    case "mbart" -> Optional.of(UnigramConversion::mbart);
                    case "pegasus" -> Optional.of(UnigramConversion::pegasus);
                    default -> Optional.empty();
                };
        return conversion.map(made -> made.apply(this));
    }

    private JsonObject t5() {
        UnigramJson tokens = new UnigramJson(model).addPieces(0);
        int count = settings.family().isEmpty() ? 0 : settings.number("extra_ids", T5_EXTRA_IDS);
        List<String> sentinels = new ArrayList<>();
        for (int i = count; i > 0; i--) {
            sentinels.add(Sentinels.token(i - 1));
        }
        tokens.add(sentinels);
        String end = settings.token("eos_token", "</s>");
        String unknown = model.pieces().get(model.unknown()).text();
        Set<String> special = new LinkedHashSet<>(sentinels);
        special.addAll(List.of(settings.token("pad_token", "<pad>"), end, settings.token("unk_token", unknown)));
        TemplateJson template = new TemplateJson().text();
        if (tokens.has(end)) {
            template.token(end, tokens.id(end)).secondText(0).pairToken(end, tokens.id(end), 0);
        } else {
            template.secondText(0);
        }
        return tokens.json(
                unknown,
                new Parts(
                        tokens.addedTokens(special),
                        tokens.precompiled(),
                        UnigramJson.markedWords(),
                        template,
                        UnigramJson.metaspace()));
    }

    private JsonObject albert() {
        UnigramJson tokens = new UnigramJson(model).addPieces(0);
        String cls = settings.token("cls_token", "[CLS]");
        String sep = settings.token("sep_token", "[SEP]");
        String unknown = settings.token("unk_token", "<unk>");
        List<JsonObject> normalizers =
                new ArrayList<>(List.of(TokenizerPart.replace("``", "\""), TokenizerPart.replace("''", "\"")));
        if (!settings.isSet("keep_accents", false)) {
            normalizers.add(TokenizerPart.of("NFKD"));
            normalizers.add(TokenizerPart.of("StripAccents"));
        }
        if (settings.isSet("do_lower_case", true)) {
            normalizers.add(TokenizerPart.of("Lowercase"));
        }
        normalizers.addAll(tokens.precompiled());
        String mask = settings.token("mask_token", "[MASK]");
        TemplateJson template = new TemplateJson()
                .token(cls, tokens.id(cls))
                .text()
                .token(sep, tokens.id(sep))
                .secondText(1)
                .pairToken(sep, tokens.id(sep), 1);
        return tokens.json(
                unknown,
                new Parts(
                        tokens.addedTokens(new LinkedHashSet<>(
                                List.of(cls, sep, unknown, mask, settings.token("pad_token", "<pad>")))),
                        normalizers,
                        UnigramJson.markedWords(),
                        template,
                        UnigramJson.metaspace()));
    }

    /** Fairseq's order: four tokens of its own in place of the model's first three. */
    private UnigramJson fairseq() {
        return new UnigramJson(model)
                .add(List.of(begin(), pad(), end(), unknown()))
                .addPieces(3);
    }

    private JsonObject xlmRoberta() {
        UnigramJson tokens = fairseq().add(List.of(mask()));
        int end = tokens.id(end());
        TemplateJson template = new TemplateJson()
                .token(begin(), tokens.id(begin()))
                .text()
                .token(end(), end)
                .pairToken(end(), end, 0)
                .secondText(0)
                .pairToken(end(), end, 0);
        return tokens.json(
                unknown(),
                new Parts(
                        tokens.addedTokens(fairseqTokens()),
                        tokens.precompiled(),
                        UnigramJson.markedWords(),
                        template,
                        UnigramJson.metaspace()));
    }

    /** The model's rules of normalisation are not used, as Hugging Face does not. */
    private JsonObject mbart() {
        UnigramJson tokens = fairseq().add(MBART_LANGUAGES).add(List.of(mask()));
        Set<String> special = fairseqTokens();
        special.addAll(MBART_LANGUAGES);
        JsonArray added = tokens.addedTokens(special);
        added.get(added.size() - 1).getAsJsonObject().addProperty("lstrip", true);
        String language = settings.token("src_lang", "en_XX");
        TemplateJson template = new TemplateJson()
                .text()
                .secondText(0)
                .token(end(), tokens.id(end()))
                .token(language, tokens.id(language));
        return tokens.json(
                unknown(), new Parts(added, List.of(), UnigramJson.markedWords(), template, UnigramJson.metaspace()));
    }

    private JsonObject pegasus() {
        List<String> first = new ArrayList<>(List.of(
                pad(), end(), settings.token("mask_token_sent", "<mask_1>"), settings.token("mask_token", "<mask_2>")));
        List<String> unused = new ArrayList<>();
        for (int i = 2; i < settings.number("offset", PEGASUS_OFFSET); i++) {
            unused.add("<unk_" + i + ">");
        }
        UnigramJson tokens = new UnigramJson(model).add(first);
        unused.forEach(token -> tokens.add(token, -100));
        tokens.addPieces(2);
        Set<String> special = new LinkedHashSet<>(first);
        special.addAll(unused);
        special.add(unknown());
        List<JsonObject> normalizers = new ArrayList<>(tokens.precompiled());
        if (normalizers.isEmpty()) {
            normalizers.add(TokenizerPart.replaceMatches("\\n", " "));
        }
        normalizers.add(TokenizerPart.replaceMatches(" {2,}", " "));
        TemplateJson template = new TemplateJson().text().secondText(0).token(end(), tokens.id(end()));
        return tokens.json(
                unknown(),
                new Parts(
                        tokens.addedTokens(special),
                        normalizers,
                        Collections.singletonList(UnigramJson.metaspace()),
                        template,
                        UnigramJson.metaspace()));
    }

    private Set<String> fairseqTokens() {
        return new LinkedHashSet<>(List.of(begin(), pad(), end(), unknown(), mask()));
    }

    private String begin() {
        return settings.token("bos_token", "<s>");
    }

    private String end() {
        return settings.token("eos_token", "</s>");
    }

    private String pad() {
        return settings.token("pad_token", "<pad>");
    }

    private String unknown() {
        return settings.token("unk_token", "<unk>");
    }

    private String mask() {
        return settings.token("mask_token", "<mask>");
    }
}
