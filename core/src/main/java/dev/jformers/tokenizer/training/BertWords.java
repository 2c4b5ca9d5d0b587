package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;

/** BERT's words: what stands between spaces, and every punctuation mark on its own. */
record BertWords() implements PreTokenizer {

    @Override
    public void split(char[] text, int from, int to, WordSink sink) {
        int start = from;
        int at = from;
        while (at < to) {
            int codePoint = Character.codePointAt(text, at, to);
            int next = at + Character.charCount(codePoint);
            boolean punctuation = isPunctuation(codePoint);
            if (punctuation || Whitespace.isWhitespace(codePoint)) {
                emit(text, start, at, sink);
                emit(text, at, punctuation ? next : at, sink);
                start = next;
            }
            at = next;
        }
        emit(text, start, to, sink);
    }

    private static void emit(char[] text, int from, int to, WordSink sink) {
        if (from < to) {
            sink.word(text, from, to);
        }
    }

    private static boolean isPunctuation(int codePoint) {
        if (codePoint < 128) {
            return codePoint > ' ' && codePoint < 127 && !Character.isLetterOrDigit(codePoint);
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    @Override
    public JsonObject json() {
        return TokenizerPart.of("BertPreTokenizer");
    }
}
