package dev.jformers.tokenizer.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A small text, and what Hugging Face's trainers make of it; {@code scripts/fixtures/tokenizer_training.py} wrote it. */
final class Corpus {

    static final Path FOLDER = Path.of("src/test/resources/fixtures/tokenizer-training");
    static final Path FILE = FOLDER.resolve("corpus.txt");

    private Corpus() {}

    static JsonElement expected(String name) throws IOException {
        return JsonParser.parseString(Files.readString(FOLDER.resolve(name)));
    }

    static List<String> texts(JsonElement list) {
        List<String> texts = new ArrayList<>();
        ((JsonArray) list).forEach(text -> texts.add(text.getAsString()));
        return texts;
    }

    static List<String> lines() throws IOException {
        return List.of(Files.readString(FILE).split("\n", -1));
    }

    static VocabularySettings vocabulary(int size, List<String> specialTokens) {
        return new VocabularySettings(size, 2, OptionalInt.empty(), specialTokens);
    }

    static ByteLevelBpeTraining bpe(int size) {
        return new ByteLevelBpeTraining(vocabulary(size, ByteLevelBpeTraining.SPECIAL_TOKENS), List.of());
    }

    static WordPieceTraining wordPiece(int size, BertCleaning cleaning) {
        return new WordPieceTraining(vocabulary(size, WordPieceTraining.SPECIAL_TOKENS), List.of(), cleaning);
    }

    static UnigramTraining unigram(int size, UnigramTraining.Unknown unknown) {
        return new UnigramTraining(
                new VocabularySettings(size, 1, OptionalInt.empty(), UnigramTraining.SPECIAL_TOKENS),
                List.of(new UnicodeForm(java.text.Normalizer.Form.NFKC)),
                unknown);
    }

    static TrainedTokenizer trained(TokenizerTraining training) throws IOException {
        return training.train(List.of(FILE), TrainingProgress.NONE);
    }
}
