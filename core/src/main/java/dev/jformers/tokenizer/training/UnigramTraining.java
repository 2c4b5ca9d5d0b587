package dev.jformers.tokenizer.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenizerPart;
import dev.jformers.tokenizer.training.WordCounts.CountedWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Unigram, as SentencePiece has it: the most probable way to make a text of pieces.
 *
 * @param vocabulary has {@code <unk>} or {@code [UNK]} among its special tokens; its minimum frequency must be 1
 * @param normalizers what happens to a text before SentencePiece's own cleaning of spaces
 * @param unknown what becomes of letters beyond the alphabet
 */
public record UnigramTraining(VocabularySettings vocabulary, List<Normalizer> normalizers, Unknown unknown)
        implements TokenizerTraining {

    /** Those of XLM-RoBERTa, by id. */
    public static final List<String> SPECIAL_TOKENS = List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>");

    private static final int BYTES = 256;

    /** A byte's token has six letters, which as they are must be more probable than the token. */
    private static final double BYTE_PENALTY = 7;

    private static final double RARER = 0.0001;

    /** What becomes of letters beyond the alphabet. */
    public enum Unknown {
        /** The unknown token. */
        TOKEN,
        /** A token for each of their bytes, which the vocabulary has 256 of. */
        BYTES
    }

    /**
     * @throws InvalidInputException if no special token stands for what is unknown, or there is a minimum frequency
     */
    public UnigramTraining {
        normalizers = List.copyOf(normalizers);
        UnknownToken.of(vocabulary);
        if (vocabulary.minFrequency() != 1) {
            throw new InvalidInputException("The minimum frequency is " + vocabulary.minFrequency()
                    + " but unigram knows none: it chooses pieces by their worth; leave it out.");
        }
    }

    @Override
    public TrainedTokenizer train(List<Path> files, TrainingProgress progress) throws IOException {
        List<Normalizer> all = new ArrayList<>(List.of(new NmtCleaning()));
        all.addAll(normalizers);
        all.addAll(List.of(new SingleSpaces(), new WithoutTrailingSpace()));
        PreTokenizer split = new MetaspaceWords();
        List<CountedWord> counted = new WordCounting(all, split).count(files, progress);
        List<Integer> alphabet = Alphabet.of(counted, List.of(), vocabulary);
        List<String> bytes = bytes();
        vocabulary.requireRoomFor(vocabulary.specialTokens().size() + bytes.size() + alphabet.size());
        int size = vocabulary.size() - vocabulary.specialTokens().size() - bytes.size();
        UnigramModel model = new UnigramLearning(
                        LetterWords.of(counted, alphabet),
                        size + vocabulary.specialTokens().size())
                .learn(progress);
        List<Piece> pieces = new ArrayList<>();
        vocabulary.specialTokens().forEach(token -> pieces.add(new Piece(token, 0)));
        bytes.forEach(token -> pieces.add(new Piece(token, BYTE_PENALTY * model.lowestScore())));
        pieces.addAll(chosen(model, alphabet, size));
        TokenizerAssembly assembly = new TokenizerAssembly(vocabulary.specialTokens(), all, split, decoder(split));
        List<String> tokens = pieces.stream().map(Piece::text).toList();
        return new TrainedTokenizer(assembly.json(json(pieces), true), tokens, vocabulary.specialTokens());
    }

    private List<String> bytes() {
        return unknown == Unknown.BYTES
                ? IntStream.range(0, BYTES).mapToObj("<0x%02X>"::formatted).toList()
                : List.of();
    }

    /** All letters, and of the other pieces as many as there is room for; by score. */
    private static List<Piece> chosen(UnigramModel model, Collection<Integer> alphabet, int size) {
        Map<String, Double> scores = new HashMap<>();
        model.pieces().forEach(piece -> scores.put(piece.text(), piece.score()));
        List<Piece> chosen = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        int missing = 0;
        for (int letter : alphabet) {
            String text = Character.toString(letter);
            Double score = scores.get(text);
            chosen.add(new Piece(text, score == null ? model.lowestScore() + RARER * missing++ : score));
            taken.add(text);
        }
        model.pieces().stream()
                .skip(1)
                .filter(piece -> !taken.contains(piece.text()))
                .limit(size - chosen.size())
                .forEach(chosen::add);
        chosen.sort(Comparator.comparingDouble(Piece::score).reversed());
        return chosen;
    }

    private JsonObject decoder(PreTokenizer split) {
        if (unknown == Unknown.TOKEN) {
            return split.json();
        }
        return TokenizerPart.sequence("decoders", List.of(TokenizerPart.of("ByteFallback"), split.json()))
                .getAsJsonObject();
    }

    private JsonObject json(List<Piece> pieces) {
        JsonArray vocab = new JsonArray();
        for (Piece piece : pieces) {
            JsonArray entry = new JsonArray();
            entry.add(piece.text());
            entry.add(piece.score());
            vocab.add(entry);
        }
        JsonObject model = TokenizerPart.of("Unigram");
        model.addProperty("unk_id", vocabulary.specialTokens().indexOf(UnknownToken.of(vocabulary)));
        model.add("vocab", vocab);
        model.addProperty("byte_fallback", unknown == Unknown.BYTES);
        return model;
    }
}
