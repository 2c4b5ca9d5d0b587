package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of the files here ended the JVM from native code before it was refused. */
class TokenizerRulesTest {

    private static final Path TINY = Path.of("src/test/resources/fixtures/tokenizer/tokenizer.json");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "decoder | {'type':'Sequence','decoders':[{'type':'Fuse'},{'type':'Strip','content':' ','start':0,'stop':1}]}"
                        + "| decoder.decoders[1] (Strip): stop is 1 but must be 0: texts that consist of what is stripped would end"
                        + " the process",
                "decoder | {'content':' ','start':0,'stop':1} | decoder must be an object with a type",
                "pre_tokenizer | {'type':'FixedLength','length':0}"
                        + "| pre_tokenizer (FixedLength): length is 0 but must be 1 or more: texts are cut into pieces of this many"
                        + " characters",
                "post_processor | {'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'[X]','type_id':0}}],'pair':[],"
                        + "'special_tokens':{}}"
                        + "| post_processor (TemplateProcessing): single names the token [X] but special_tokens does not have it",
                "post_processor | {'type':'TemplateProcessing','single':[{'Sequence':{'id':'B','type_id':0}}],'pair':[],"
                        + "'special_tokens':{}}"
                        + "| post_processor (TemplateProcessing): single must have the one text, A, but names B",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':null}"
                        + "| normalizer (Precompiled): precompiled_charsmap must be a text in base64",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'AAAA/'}"
                        + "| normalizer (Precompiled): precompiled_charsmap is not base64: Last unit does not have enough valid bits",
                "normalizer | {'type':'Precompiled','precompiled_charsmap':'/////w=='}"
                        + "| normalizer (Precompiled): precompiled_charsmap is damaged: its trie has 1073741823 units but 0 bytes are"
                        + " there; take the tokenizer's original file",
                "model | {'type':'BPE','continuing_subword_prefix':'##','vocab':{'a':0,'b':1,'ab':2},'merges':[['a','b']]}"
                        + "| model.merges joins \"b\" to what stands before it, but that does not begin with"
                        + " continuing_subword_prefix \"##\"",
                "pre_tokenizer | {'type':'Split','pattern':{'Regex':'(a+)+$'},'behavior':'Isolated','invert':false}"
                        + "| pre_tokenizer (Split): the regular expression (a+)+$ repeats (+ before character 5) what can match in"
                        + " several ways itself, so that a text may need more tries than the native tokenizer survives",
            })
    void aPartThatEndsTheProcessIsRefusedWithItsPlace(String key, String part, String message) throws IOException {
        Path file = tokenizerWith(key, JsonParser.parseString(part.replace('\'', '"')));
        assertEquals(file + ": " + message, refusal());
    }

    @Test
    void aPartThatIsNestedTooDeepIsRefused() throws IOException {
        Path file = tokenizerWith("decoder", JsonParser.parseString("[".repeat(70) + "]".repeat(70)));
        assertEquals(file + ": decoder is nested more than 64 levels deep", refusal());
    }

    @Test
    void characterMapsThatPointOutOfTheirTableAreRefused() throws IOException {
        String begin = "normalizer (Precompiled): precompiled_charsmap is damaged: ";
        String end = "; take the tokenizer's original file";
        byte[] replacements = {(byte) 0xC3, (byte) 0xA9, 0};
        assertEquals(
                begin + "a replacement begins at byte 1 of 3, where no character begins" + end,
                refusalOf(map(trie(1), replacements)));
        assertEquals(
                begin + "a replacement begins at byte 5000 of 3, where no character begins" + end,
                refusalOf(map(trie(5000), replacements)));
        assertEquals(
                begin + "a unit points to unit 4194303 of 1" + end,
                refusalOf(map(new int[] {-1 & ~(1 << 9)}, replacements)));
        assertEquals(begin + "its replacements are not UTF-8" + end, refusalOf(map(trie(0), new byte[] {-1})));
    }

    @Test
    void aCharacterMapThatIsWholeIsUsed() throws IOException {
        tokenizerWith("normalizer", precompiled(map(trie(0), new byte[] {'t', 'h', 'e', 0})));
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertEquals(
                    "[CLS] the [SEP]",
                    tokenizer.decodeWithSpecialTokens(tokenizer.encode("a").ids()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'Replace','pattern':{'String':'a'},'content':''} | a | false | false | is nothing once the normalizer has"
                        + " seen it",
                "null | `  ` | true | true | begins with a space and takes those before it (lstrip), which another token may have"
                        + " taken (rstrip)",
                "{'type':'Prepend','prepend':' '} | a | true | true | begins with a space and takes those before it (lstrip), which"
                        + " another token may have taken (rstrip)"
            })
    void addedTokensThatCannotBeLookedForAreRefused(
            String normalizer, String content, boolean lstrip, boolean rstrip, String why) throws IOException {
        JsonObject tokenizer = tiny();
        tokenizer.add("normalizer", JsonParser.parseString(normalizer.replace('\'', '"')));
        JsonObject token =
                tokenizer.getAsJsonArray("added_tokens").get(0).deepCopy().getAsJsonObject();
        token.addProperty("id", 1000);
        token.addProperty("content", content);
        token.addProperty("normalized", true);
        token.addProperty("lstrip", lstrip);
        token.addProperty("rstrip", rstrip);
        tokenizer.getAsJsonArray("added_tokens").add(token);
        Path file = write(tokenizer);
        assertEquals(
                file + ": added token \"" + content + "\" " + why + "; the native tokenizer would end the process",
                refusal());
    }

    @Test
    void textsThatCannotBeEncodedAreRefusedOneByOneAndTogether() throws IOException {
        JsonObject tokenizer = tiny();
        tokenizer.add(
                "model",
                JsonParser.parseString("{\"type\":\"WordLevel\",\"unk_token\":\"[GONE]\",\"vocab\":{\"the\":0}}"));
        tokenizer.remove("post_processor");
        write(tokenizer);
        try (Tokenizer words = Tokenizer.load(folder)) {
            assertEquals(1, words.encode(List.of("the")).get(0).ids().length);
            String message =
                    "the tokenizer cannot encode \"cat\": WordLevel error: Missing [UNK] token from the vocabulary; a"
                            + " tokenizer needs a token for what it does not know";
            for (var call : List.<Executable>of(
                    () -> words.encode("cat"),
                    () -> words.encode(List.of("the", "cat")),
                    () -> words.tokenize("cat"))) {
                assertEquals(
                        message, assertThrows(InvalidInputException.class, call).getMessage());
            }
        }
    }

    /** Other texts are still being encoded when one fails. */
    @Test
    void aTokenizerMayBeClosedWhenATextHasFailed() throws IOException {
        JsonObject tokenizer = tiny();
        tokenizer.add(
                "model", JsonParser.parseString("{\"type\":\"WordLevel\",\"unk_token\":\"[GONE]\",\"vocab\":{}}"));
        tokenizer.remove("post_processor");
        write(tokenizer);
        List<String> texts = Stream.concat(
                        Stream.of("cat"),
                        Stream.generate(() -> "[MASK]".repeat(2_000)).limit(40))
                .toList();
        for (int round = 0; round < 20; round++) {
            Tokenizer words = Tokenizer.load(folder);
            assertThrows(InvalidInputException.class, () -> words.encode(texts));
            words.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a|a)*$",
                "(a|aa)+$",
                "((a)*b)*",
                "(?:a?){30}",
                "(?=(a*)*b)",
                "(?>a+)*",
                "a{2,}{2,}",
                "(?x)(a # )\n +)+",
                "(?<n>a\\g<n>?)",
                "[]a(b]+)+"
            })
    void expressionsThatMayNeedTooManyTriesAreRefused(String regex) {
        assertThrows(InvalidInputException.class, () -> RegexRule.check(regex));
    }

    @Test
    void expressionsThatAreNestedTooDeepAreRefused() {
        assertThrows(InvalidInputException.class, () -> RegexRule.check("(".repeat(3000) + "a" + ")".repeat(3000)));
        assertThrows(InvalidInputException.class, () -> RegexRule.check("[".repeat(50_000) + "a" + "]".repeat(50_000)));
    }

    /** Of GPT-2, Llama 3, o200k, Nemotron, Cohere, BLOOM, CLIP, StarCoder 2, DeepSeek. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+"
                        + "|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t)?|\\p{N}{1,3}",
                "[^\\r\\n\\p{L}\\p{N}]?((?=[\\p{L}])([^a-z]))*((?=[\\p{L}])([^A-Z]))+(?i:'s|'t|'re)?|\\p{N}",
                "\\d{1,3}(?=(?:\\d{3})*\\b)",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+",
                " {2,}",
                "[一-龥\\u0800-一가-퟿]+",
                "a{,}b{x}"
            })
    void expressionsOfRealTokenizersAreRead(String regex) {
        assertDoesNotThrow(() -> RegexRule.check(regex));
    }

    private String refusalOf(String map) throws IOException {
        Path file = tokenizerWith("normalizer", precompiled(map));
        return refusal().substring((file + ": ").length());
    }

    private String refusal() {
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> Tokenizer.load(folder));
        return String.valueOf(refused.getMessage());
    }

    private Path tokenizerWith(String key, JsonElement part) throws IOException {
        JsonObject tokenizer = tiny();
        tokenizer.add(key, part);
        return write(tokenizer);
    }

    private static JsonObject tiny() throws IOException {
        return JsonParser.parseString(Files.readString(TINY)).getAsJsonObject();
    }

    private Path write(JsonObject tokenizer) throws IOException {
        return Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
    }

    private static JsonObject precompiled(String map) {
        JsonObject part = TokenizerPart.of("Precompiled");
        part.addProperty("precompiled_charsmap", map);
        return part;
    }

    /** "a" becomes what begins at a byte of the replacements. */
    private static int[] trie(int replacement) {
        int[] units = new int[512];
        units[0] = 256 << 10;
        int child = 256 ^ 'a';
        units[child] = 'a' | 1 << 8 | (child ^ 300) << 10;
        units[300] = 1 << 31 | replacement;
        return units;
    }

    private static String map(int[] trie, byte[] replacements) {
        ByteBuffer bytes =
                ByteBuffer.allocate(4 + trie.length * 4 + replacements.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(trie.length * 4);
        for (int unit : trie) {
            bytes.putInt(unit);
        }
        bytes.put(replacements);
        return new String(Base64.getEncoder().encode(bytes.array()), StandardCharsets.US_ASCII);
    }
}
