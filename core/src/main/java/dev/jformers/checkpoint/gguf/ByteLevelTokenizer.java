package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Byte-pair encoding over bytes, as GPT-2, Llama 3 and Qwen2 have it; they split texts differently before. */
record ByteLevelTokenizer(GgufMetadata metadata, GgufVocabulary vocabulary) {

    private static final String SPLITTING = "tokenizer.ggml.pre";
    private static final String MERGES = "tokenizer.ggml.merges";

    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
    private static final String OTHERS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String LLAMA3 = CONTRACTIONS + "\\p{N}{1,3}" + OTHERS;
    private static final String QWEN2 = CONTRACTIONS + "\\p{N}" + OTHERS;

    private static final Map<String, String> PATTERNS = Map.of(
            "llama3", LLAMA3,
            "llama-v3", LLAMA3,
            "llama-bpe", LLAMA3,
            "qwen2", QWEN2,
            "deepseek-r1-qwen", QWEN2);

    private static final Set<String> BUILT_IN = Set.of("gpt-2", "gpt2");

    /** What GGUF calls a way of splitting texts, by its regular expression; the first of its names. */
    static Optional<String> nameOf(String pattern) {
        return pattern.equals(LLAMA3)
                ? Optional.of("llama-bpe")
                : pattern.equals(QWEN2) ? Optional.of("qwen2") : Optional.empty();
    }

    GgufTokenizer convert() throws UnsupportedTokenizerException {
        String splitting = metadata.text(SPLITTING).orElse("default");
        boolean llama3 = LLAMA3.equals(PATTERNS.get(splitting));
        boolean qwen2 = QWEN2.equals(PATTERNS.get(splitting));
        TokenizerParts parts = new TokenizerParts(
                qwen2 ? GgufTokenizer.part("NFC") : JsonNull.INSTANCE,
                preTokenizer(splitting),
                Optional.of(byteLevel(false, true)),
                byteLevel(true, true),
                model(llama3));
        return GgufTokenizer.of(metadata, vocabulary, parts, llama3);
    }

    private static JsonElement preTokenizer(String splitting) throws UnsupportedTokenizerException {
        if (BUILT_IN.contains(splitting)) {
            return byteLevel(true, true);
        }
        String pattern = PATTERNS.get(splitting);
        if (pattern == null) {
            throw new UnsupportedTokenizerException(SPLITTING + " is " + splitting + " but gpt-2, llama-bpe and qwen2"
                    + " can be converted; use the original model's tokenizer");
        }
        JsonObject regex = new JsonObject();
        regex.addProperty("Regex", pattern);
        JsonObject split = GgufTokenizer.part("Split");
        split.add("pattern", regex);
        split.addProperty("behavior", "Isolated");
        split.addProperty("invert", false);
        return GgufTokenizer.sequence("pretokenizers", split, byteLevel(true, false));
    }

    private static JsonObject byteLevel(boolean trimOffsets, boolean useRegex) {
        JsonObject part = GgufTokenizer.part("ByteLevel");
        part.addProperty("add_prefix_space", false);
        part.addProperty("trim_offsets", trimOffsets);
        part.addProperty("use_regex", useRegex);
        return part;
    }

    private JsonObject model(boolean ignoreMerges) throws UnsupportedTokenizerException {
        List<String> merges = metadata.texts(MERGES)
                .orElseThrow(
                        () -> new UnsupportedTokenizerException("the file has no merges; use the original model's"));
        return BytePairModel.json(vocabulary, merges, Optional.empty(), ignoreMerges);
    }

    /** The model part of byte-pair encodings. */
    static final class BytePairModel {

        private BytePairModel() {}

        /**
         * @param merges two tokens with a space between them, the first to be merged first
         * @param unknown stands for bytes that no token has; if there is one, tokens such as {@code <0x0A>} stand for bytes
         */
        static JsonObject json(
                GgufVocabulary vocabulary, List<String> merges, Optional<String> unknown, boolean ignoreMerges)
                throws UnsupportedTokenizerException {
            Set<String> known = Set.copyOf(vocabulary.tokens());
            JsonArray list = new JsonArray();
            for (String merge : merges) {
                int space = merge.indexOf(' ', 1);
                if (space < 0
                        || !known.contains(merge.substring(0, space))
                        || !known.contains(merge.substring(space + 1))
                        || !known.contains(merge.substring(0, space) + merge.substring(space + 1))) {
                    throw new UnsupportedTokenizerException(
                            "the merge \"" + merge + "\" is not one of its tokens; use the original model's");
                }
                list.add(merge);
            }
            JsonObject model = GgufTokenizer.part("BPE");
            model.add("dropout", JsonNull.INSTANCE);
            unknown.ifPresentOrElse(
                    token -> model.addProperty("unk_token", token), () -> model.add("unk_token", JsonNull.INSTANCE));
            model.add("continuing_subword_prefix", JsonNull.INSTANCE);
            model.add("end_of_word_suffix", JsonNull.INSTANCE);
            model.addProperty("fuse_unk", unknown.isPresent());
            model.addProperty("byte_fallback", unknown.isPresent());
            model.addProperty("ignore_merges", ignoreMerges);
            model.add("vocab", vocabulary.json());
            model.add("merges", list);
            return model;
        }
    }
}
