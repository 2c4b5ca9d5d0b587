package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenizerPart;
import dev.jformers.tokenizer.training.WordCounts.CountedWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * WordPiece, as in BERT: tokens that go on within a word begin with {@code ##}.
 *
 * @param vocabulary has {@code [UNK]} or {@code <unk>} among its special tokens
 * @param normalizers what happens to a text before BERT's own cleaning
 * @param cleaning BERT's
 */
public record WordPieceTraining(VocabularySettings vocabulary, List<Normalizer> normalizers, BertCleaning cleaning)
        implements TokenizerTraining {

    /** Those of BERT, by id. */
    public static final List<String> SPECIAL_TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private static final String CONTINUATION = "##";
    private static final int LONGEST_WORD = 100;

    /**
     * @throws InvalidInputException if no special token stands for what is unknown
     */
    public WordPieceTraining {
        normalizers = List.copyOf(normalizers);
        UnknownToken.of(vocabulary);
    }

    @Override
    public TrainedTokenizer train(List<Path> files, TrainingProgress progress) throws IOException {
        List<Normalizer> all =
                Stream.concat(normalizers.stream(), Stream.of(cleaning)).toList();
        PreTokenizer words = new BertWords();
        List<CountedWord> counted = new WordCounting(all, words).count(files, progress);
        LearnedMerges learned = new MergeLearning(vocabulary, CONTINUATION).learn(counted, List.of(), progress);
        TokenizerAssembly assembly = new TokenizerAssembly(vocabulary.specialTokens(), all, words, decoder());
        return new TrainedTokenizer(assembly.json(model(learned), false), learned.tokens(), vocabulary.specialTokens());
    }

    private static JsonObject decoder() {
        JsonObject decoder = TokenizerPart.of("WordPiece");
        decoder.addProperty("prefix", CONTINUATION);
        decoder.addProperty("cleanup", true);
        return decoder;
    }

    private JsonObject model(LearnedMerges learned) {
        JsonObject model = TokenizerPart.of("WordPiece");
        model.addProperty("unk_token", UnknownToken.of(vocabulary));
        model.addProperty("continuing_subword_prefix", CONTINUATION);
        model.addProperty("max_input_chars_per_word", LONGEST_WORD);
        model.add("vocab", VocabularyJson.of(learned.tokens()));
        return model;
    }
}
