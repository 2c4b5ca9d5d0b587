package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * What tells one kind of tokenizer from another, as {@code tokenizer.json} has it.
 *
 * @param normalizer what happens to a text first; JSON's null if nothing
 * @param preTokenizer how it is split; JSON's null if not at all
 * @param postProcessor what comes before special tokens are added
 * @param decoder how tokens become text
 * @param model the vocabulary and its merges
 */
record TokenizerParts(
        JsonElement normalizer,
        JsonElement preTokenizer,
        Optional<JsonObject> postProcessor,
        JsonObject decoder,
        JsonObject model) {}
