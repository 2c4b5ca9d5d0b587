package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;
import java.util.Arrays;

/**
 * SentencePiece's words: a space becomes a letter, U+2581, that begins the word behind it. A text begins with one; what follows
 * a special token within a text does not, so that a mask may stand for a part of a word.
 */
record MetaspaceWords() implements PreTokenizer {

    static final char SPACE = '\u2581';

    @Override
    public void split(char[] text, int from, int to, WordSink sink) {
        if (from == to) {
            return;
        }
        boolean begun = text[from] == ' ' || text[from] == SPACE;
        int shift = begun ? 0 : 1;
        char[] marked = new char[to - from + shift];
        Arrays.fill(marked, SPACE);
        for (int i = from; i < to; i++) {
            marked[i - from + shift] = text[i] == ' ' ? SPACE : text[i];
        }
        int start = 0;
        for (int i = 1; i < marked.length; i++) {
            if (marked[i] == SPACE) {
                sink.word(marked, start, i);
                start = i;
            }
        }
        sink.word(marked, start, marked.length);
    }

    @Override
    public JsonObject json() {
        JsonObject json = TokenizerPart.of("Metaspace");
        json.addProperty("replacement", String.valueOf(SPACE));
        json.addProperty("prepend_scheme", "first");
        json.addProperty("split", true);
        return json;
    }
}
