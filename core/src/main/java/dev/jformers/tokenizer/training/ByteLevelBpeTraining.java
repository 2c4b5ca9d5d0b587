package dev.jformers.tokenizer.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.tokenizer.ByteLetters;
import dev.jformers.tokenizer.ByteLevelJson;
import dev.jformers.tokenizer.training.WordCounts.CountedWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Byte-pair encoding over bytes, as in GPT-2: no text is unknown to it.
 *
 * @param vocabulary at least 256 tokens and the special ones
 * @param normalizers what happens to a text first
 */
public record ByteLevelBpeTraining(VocabularySettings vocabulary, List<Normalizer> normalizers)
        implements TokenizerTraining {

    /** Ends a text in GPT-2. */
    public static final List<String> SPECIAL_TOKENS = List.of("<|endoftext|>");

    private static final int BYTES = 256;

    public ByteLevelBpeTraining {
        normalizers = List.copyOf(normalizers);
    }

    @Override
    public TrainedTokenizer train(List<Path> files, TrainingProgress progress) throws IOException {
        PreTokenizer words = new ByteLevelWords();
        List<CountedWord> counted = new WordCounting(normalizers, words)
                .count(files, progress).stream()
                        .map(word -> new CountedWord(byteLetters(word.text()), word.count()))
                        .toList();
        List<Integer> alphabet =
                IntStream.range(0, BYTES).mapToObj(ByteLetters::letter).toList();
        LearnedMerges learned = new MergeLearning(vocabulary, "").learn(counted, alphabet, progress);
        JsonObject decoder = words.json();
        TokenizerAssembly assembly = new TokenizerAssembly(vocabulary.specialTokens(), normalizers, words, decoder);
        return new TrainedTokenizer(assembly.json(model(learned), true), learned.tokens(), vocabulary.specialTokens());
    }

    private static String byteLetters(String word) {
        StringBuilder letters = new StringBuilder();
        for (byte value : word.getBytes(StandardCharsets.UTF_8)) {
            letters.appendCodePoint(ByteLetters.letter(value & 0xFF));
        }
        return letters.toString();
    }

    private static JsonObject model(LearnedMerges learned) {
        JsonArray merges = new JsonArray();
        learned.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));
        return ByteLevelJson.model(JsonNull.INSTANCE, VocabularyJson.of(learned.tokens()), merges);
    }
}
