package dev.jformers.cli;

import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.training.BertCleaning;
import dev.jformers.tokenizer.training.ByteLevelBpeTraining;
import dev.jformers.tokenizer.training.Lowercase;
import dev.jformers.tokenizer.training.Normalizer;
import dev.jformers.tokenizer.training.TokenizerTraining;
import dev.jformers.tokenizer.training.TrainedTokenizer;
import dev.jformers.tokenizer.training.UnicodeForm;
import dev.jformers.tokenizer.training.UnigramTraining;
import dev.jformers.tokenizer.training.VocabularySettings;
import dev.jformers.tokenizer.training.WordPieceTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Learns a tokenizer from texts. */
@Command(
        name = "train-tokenizer",
        header = "Learn a tokenizer from text files.",
        description = {
            "Writes tokenizer.json, tokenizer_config.json and special_tokens_map.json, as Hugging Face has them. Types:",
            "  bpe: byte-level byte-pair encoding, as in GPT-2; knows every text.",
            "  word_piece: as in BERT; tokens within a word begin with ##.",
            "  unigram: as in SentencePiece; normalises by NFKC.",
            "Texts are UTF-8, gzip or not; words are counted, so memory does not grow with the texts."
        })
final class TrainTokenizerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Texts to learn from.")
    private List<Path> files = List.of();

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "What it learns: bpe, word_piece or unigram.")
    private Type type = Type.BPE;

    @Option(
            names = "--vocab-size",
            paramLabel = "N",
            description = "Tokens, special ones counted; default: ${DEFAULT-VALUE}. A small text gives fewer.")
    private int vocabularySize = 30_000;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "The folder to write.")
    private Path output = Path.of("");

    @Option(
            names = "--min-frequency",
            paramLabel = "N",
            description = "How often a pair of tokens must occur to become one; default: 2. Not for unigram.")
    private @Nullable Long minFrequency;

    @Option(
            names = "--limit-alphabet",
            paramLabel = "N",
            description =
                    "Keep only so many different characters, the most frequent ones; by default all. Not for bpe.")
    private @Nullable Integer alphabetLimit;

    @Option(
            names = "--special-token",
            paramLabel = "TOKEN",
            description = {
                "May be given several times, in the order of their ids; by default",
                "bpe: <|endoftext|>",
                "word_piece: [PAD] [UNK] [CLS] [SEP] [MASK]",
                "unigram: <s> <pad> </s> <unk> <mask>"
            })
    private List<String> specialTokens = List.of();

    @Option(
            names = "--normalizer",
            paramLabel = "FORM",
            description = "Unicode's nfc, nfd, nfkc or nfkd, or none; default: nfkc for unigram, else none. nfc makes"
                    + " Hangul whole that comes letter by letter.")
    private @Nullable NormalForm normalizer;

    @Option(names = "--lower-case", description = "Make letters small; word_piece strips accents, too, as BERT does.")
    private boolean lowerCase;

    @Option(
            names = "--keep-accents",
            description = "Strip no accents with --lower-case; Korean needs it, for stripping takes Hangul apart.")
    private boolean keepAccents;

    @Option(
            names = "--byte-fallback",
            description = "Give unigram a token for each of the 256 bytes, so that it knows every text.")
    private boolean byteFallback;

    /** What kind of tokenizer it is. */
    enum Type {
        BPE(ByteLevelBpeTraining.SPECIAL_TOKENS, NormalForm.NONE, 2),
        WORD_PIECE(WordPieceTraining.SPECIAL_TOKENS, NormalForm.NONE, 2),
        UNIGRAM(UnigramTraining.SPECIAL_TOKENS, NormalForm.NFKC, 1);

        private final List<String> specialTokens;
        private final NormalForm form;
        private final long minFrequency;

        Type(List<String> specialTokens, NormalForm form, long minFrequency) {
            this.specialTokens = specialTokens;
            this.form = form;
            this.minFrequency = minFrequency;
        }
    }

    /** Unicode's normal forms. */
    enum NormalForm {
        NONE,
        NFC,
        NFD,
        NFKC,
        NFKD;

        List<Normalizer> normalizers() {
            return this == NONE ? List.of() : List.of(new UnicodeForm(Form.valueOf(name())));
        }
    }

    @Override
    public Integer call() throws IOException {
        OutputTarget.requireNew(output);
        TokenizerTraining training = training();
        PrintWriter errors = spec.commandLine().getErr();
        Progress progress = new Progress(errors, Console.isTerminal());
        TrainedTokenizer tokenizer;
        try {
            tokenizer = training.train(files, progress::at);
        } finally {
            progress.finish();
        }
        tokenizer.write(output);
        if (tokenizer.hasHangulInPieces() && lowerCase && !keepAccents) {
            errors.println("Hangul is in pieces, for --lower-case strips accents; --keep-accents leaves it whole.");
        }
        print(tokenizer);
        return ExitCodes.OK;
    }

    private TokenizerTraining training() {
        refuseWhatIsForOthers();
        VocabularySettings vocabulary = new VocabularySettings(
                vocabularySize,
                minFrequency == null ? type.minFrequency : minFrequency,
                alphabetLimit == null ? OptionalInt.empty() : OptionalInt.of(alphabetLimit),
                specialTokens.isEmpty() ? type.specialTokens : specialTokens);
        List<Normalizer> normalizers = new ArrayList<>((normalizer == null ? type.form : normalizer).normalizers());
        if (lowerCase && type != Type.WORD_PIECE) {
            normalizers.add(new Lowercase());
        }
        return switch (type) {
            case BPE -> new ByteLevelBpeTraining(vocabulary, normalizers);
            case WORD_PIECE ->
                new WordPieceTraining(
                        vocabulary,
                        normalizers,
                        new BertCleaning(
                                lowerCase, keepAccents ? BertCleaning.Accents.KEPT : BertCleaning.Accents.AS_CASE));
            case UNIGRAM ->
                new UnigramTraining(
                        vocabulary,
                        normalizers,
                        byteFallback ? UnigramTraining.Unknown.BYTES : UnigramTraining.Unknown.TOKEN);
        };
    }

    private void refuseWhatIsForOthers() {
        if (byteFallback && type != Type.UNIGRAM) {
            throw new InvalidInputException("--byte-fallback is for unigram alone; "
                    + (type == Type.BPE ? "bpe is made of bytes already." : "word_piece has [UNK]."));
        }
        if (alphabetLimit != null && type == Type.BPE) {
            throw new InvalidInputException(
                    "--limit-alphabet is for word_piece and unigram; bpe is made of 256 bytes, and knows"
                            + " every text by them.");
        }
        if (keepAccents && type != Type.WORD_PIECE) {
            throw new InvalidInputException("--keep-accents is for word_piece alone; no other type strips accents.");
        }
    }

    private void print(TrainedTokenizer tokenizer) {
        int tokens = tokenizer.tokens().size();
        Facts facts = new Facts("Wrote " + output);
        facts.add("tokens", Amounts.count(tokens) + (tokens < vocabularySize ? ", all that the texts give" : ""));
        facts.add("special tokens", String.join(" ", tokenizer.specialTokens()));
        facts.print(spec.commandLine().getOut());
    }
}
