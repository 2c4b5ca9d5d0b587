package dev.jformers.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.tokenizer.training.BertCleaning.Accents;
import dev.jformers.tokenizer.training.UnigramTraining.Unknown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizers learnt here are those that Hugging Face's trainers learn. */
class HuggingFaceAgreementTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void byteLevelBpeHasTheSameTokensAndMerges() throws IOException {
        JsonObject expected = Corpus.expected("bpe.json").getAsJsonObject();
        TrainedTokenizer trained =
                Corpus.trained(Corpus.bpe(expected.get("size").getAsInt()));
        assertEquals(Corpus.texts(expected.get("tokens")), trained.tokens());
        List<String> merges = new ArrayList<>();
        expected.getAsJsonArray("merges").forEach(pair -> merges.add(String.join(" ", Corpus.texts(pair))));
        assertEquals(547, merges.size());
        assertEquals(
                merges, Corpus.texts(trained.json().getAsJsonObject("model").get("merges")));
    }

    @Test
    void wordPieceHasTheSameVocabulary() throws IOException {
        JsonArray cases = Corpus.expected("word_piece.json").getAsJsonArray();
        assertEquals(2, cases.size());
        for (JsonElement one : cases) {
            JsonObject expected = one.getAsJsonObject();
            BertCleaning cleaning = new BertCleaning(expected.get("lower_case").getAsBoolean(), Accents.AS_CASE);
            TrainedTokenizer trained =
                    Corpus.trained(Corpus.wordPiece(expected.get("size").getAsInt(), cleaning));
            assertEquals(Corpus.texts(expected.get("tokens")), trained.tokens());
        }
    }

    @Test
    void unigramHasTheSamePiecesAndScoresWhereAllFit() throws IOException {
        Map<String, Double> expected = new TreeMap<>();
        Corpus.expected("unigram.json")
                .getAsJsonObject()
                .getAsJsonArray("pieces")
                .forEach(piece -> put(piece, expected));
        Map<String, Double> learnt = new TreeMap<>();
        Corpus.trained(Corpus.unigram(8000, Unknown.TOKEN))
                .json()
                .getAsJsonObject("model")
                .getAsJsonArray("vocab")
                .forEach(piece -> put(piece, learnt));
        assertEquals(657, expected.size());
        assertEquals(expected.keySet(), learnt.keySet());
        // The reference gives letters that the fit lost scores in no fixed order, 0.0001 apart.
        expected.forEach((piece, score) -> assertEquals(score, learnt.getOrDefault(piece, Double.NaN), 0.02, piece));
    }

    private static void put(JsonElement piece, Map<String, Double> scores) {
        JsonArray entry = piece.getAsJsonArray();
        scores.put(entry.get(0).getAsString(), entry.get(1).getAsDouble());
    }

    @Test
    void prunedUnigramNeedsAsManyTokensWithinTwoPercent() throws IOException {
        JsonObject pruned = Corpus.expected("unigram.json").getAsJsonObject().getAsJsonObject("pruned");
        TrainedTokenizer trained =
                Corpus.trained(Corpus.unigram(pruned.get("size").getAsInt(), Unknown.TOKEN));
        assertEquals(500, trained.tokens().size());
        trained.write(folder.resolve("tokenizer"));
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer"))) {
            int tokens = tokenizer.encodeContinuations(Corpus.lines()).stream()
                    .mapToInt(text -> text.length())
                    .sum();
            double ratio = tokens / pruned.get("tokens").getAsDouble();
            assertTrue(ratio > 0.98 && ratio < 1.02, tokens + " tokens, " + ratio + " of the reference's");
        }
    }
}
