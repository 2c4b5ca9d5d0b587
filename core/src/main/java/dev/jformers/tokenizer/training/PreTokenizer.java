package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;

/** How a text is split into words; no token reaches beyond one. */
sealed interface PreTokenizer permits ByteLevelWords, BertWords, MetaspaceWords {

    /**
     * @param text holds a line, its end included, from one index up to, not including, another; it is not changed
     */
    void split(char[] text, int from, int to, WordSink sink);

    /** The {@code pre_tokenizer} of {@code tokenizer.json}. */
    JsonObject json();
}
