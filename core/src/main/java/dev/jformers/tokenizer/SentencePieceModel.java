package dev.jformers.tokenizer;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.WireReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A SentencePiece model: a message in protobuf's wire format.
 *
 * @param file where it is, for messages
 * @param pieces by id
 * @param algorithm how texts become pieces, as the file numbers it
 * @param unknown id of the piece for what is unknown
 * @param normalization the compiled rules of normalisation in base 64; empty if there are none
 */
record SentencePieceModel(
        Path file, List<SentencePiece> pieces, int algorithm, int unknown, Normalization normalization) {

    static final int UNIGRAM = 1;
    static final int BPE = 2;

    private static final long MAX_BYTES = 200_000_000;
    private static final int PIECES = 1;
    private static final int TRAINER = 2;
    private static final int NORMALIZER = 3;

    /**
     * What becomes of texts first.
     *
     * @param name of the rules, such as {@code nmt_nfkc}
     * @param rules compiled, in base64; empty if there are none
     */
    record Normalization(String name, String rules) {

        boolean isEmpty() {
            return rules.isEmpty();
        }

        /** Whether the rules join letters with what stands behind them, as Unicode's NFKC does. */
        boolean composes() {
            return name.contains("nfkc");
        }
    }

    /** A piece; control pieces stand in no text, defined ones are found before all others. */
    record SentencePiece(String text, float score, int type) {

        private static final int NORMAL = 1;
        private static final int CONTROL = 3;
        private static final int USER_DEFINED = 4;

        /** Whether it is found as others are, by its score. */
        boolean isNormal() {
            return type == NORMAL;
        }

        boolean isControl() {
            return type == CONTROL;
        }

        boolean isAdded() {
            return type == CONTROL || type == USER_DEFINED;
        }
    }

    /**
     * @throws InvalidInputException if the file is no SentencePiece model
     */
    static SentencePieceModel read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidInputException(
                    file + " has " + Files.size(file) + " bytes, too many for a SentencePiece model");
        }
        WireReader reader =
                new WireReader(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString(), "SentencePiece model");
        List<SentencePiece> pieces = new ArrayList<>();
        int[] trainer = {UNIGRAM, 0};
        Normalization normalization = new Normalization("", "");
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case PIECES -> pieces.add(piece(reader.message()));
                case TRAINER -> readTrainer(reader.message(), trainer);
                case NORMALIZER -> normalization = normalization(reader.message());
                default -> reader.skip();
            }
        }
        if (trainer[1] < 0 || trainer[1] >= pieces.size()) {
            throw reader.invalid("unknown piece " + trainer[1] + " of " + pieces.size() + " pieces");
        }
        return new SentencePieceModel(file, List.copyOf(pieces), trainer[0], trainer[1], normalization);
    }

    private static SentencePiece piece(WireReader reader) {
        String text = "";
        float score = 0;
        int type = 1;
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case 1 -> text = reader.text();
                case 2 -> score = reader.float32();
                case 3 -> type = (int) reader.integer();
                default -> reader.skip();
            }
        }
        return new SentencePiece(text, score, type);
    }

    private static void readTrainer(WireReader reader, int[] trainer) {
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case 3 -> trainer[0] = (int) reader.integer();
                case 40 -> trainer[1] = (int) reader.integer();
                default -> reader.skip();
            }
        }
    }

    private static Normalization normalization(WireReader reader) {
        String name = "";
        String rules = "";
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case 1 -> name = reader.text();
                case 2 -> {
                    ByteBuffer content = reader.content();
                    byte[] bytes = new byte[content.remaining()];
                    content.get(bytes);
                    rules = Base64.getEncoder().encodeToString(bytes);
                }
                default -> reader.skip();
            }
        }
        return new Normalization(name, rules);
    }
}
