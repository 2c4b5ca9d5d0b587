package dev.jformers.tokenizer;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the {@code tokenizer.json} of a folder that has other files of a tokenizer, as Hugging Face does. */
final class TokenizerConversion {

    private static final List<String> MODELS = List.of("tokenizer.model", "spiece.model", "sentencepiece.bpe.model");

    private TokenizerConversion() {}

    /**
     * @return nothing if the folder has no such file
     * @throws dev.jformers.InvalidInputException if a file is not what it should be, or a tokenizer that is not converted
     * @throws IOException if a file cannot be read
     */
    static Optional<JsonObject> of(Path folder) throws IOException {
        TokenizerSettings settings = TokenizerSettings.read(folder);
        for (String name : MODELS) {
            Path model = folder.resolve(name);
            if (Files.isRegularFile(model)) {
                return Optional.of(new SentencePieceConversion(SentencePieceModel.read(model), settings).json());
            }
        }
        Path ids = folder.resolve("vocab.json");
        Path source = folder.resolve("source.spm");
        if (Files.isRegularFile(source) && Files.isRegularFile(ids)) {
            return Optional.of(MarianConversion.read(source, ids, settings).json());
        }
        Path merges = folder.resolve("merges.txt");
        if (Files.isRegularFile(ids) && Files.isRegularFile(merges)) {
            return Optional.of(ByteLevelConversion.read(ids, merges, settings).json());
        }
        Path vocabulary = folder.resolve("vocab.txt");
        return Files.isRegularFile(vocabulary) ? Optional.of(wordPiece(vocabulary, settings)) : Optional.empty();
    }

    private static JsonObject wordPiece(Path vocabulary, TokenizerSettings settings) throws IOException {
        JsonObject json = WordPieceTokenizer.ofVocabulary(vocabulary, settings.isSet("do_lower_case", true))
                .json();
        JsonObject normalizer = json.getAsJsonObject("normalizer");
        normalizer.addProperty("handle_chinese_chars", settings.isSet("tokenize_chinese_chars", true));
        if (settings.has("strip_accents")) {
            normalizer.addProperty("strip_accents", settings.isSet("strip_accents", true));
        }
        return json;
    }
}
