package dev.jformers.tokenizer.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a special token is for, by the names that models give it. */
enum SpecialRole {
    BOS("<s>", "[BOS]", "<bos>"),
    EOS("</s>", "[EOS]", "<eos>", "<|endoftext|>"),
    UNK("[UNK]", "<unk>"),
    SEP("[SEP]"),
    PAD("[PAD]", "<pad>"),
    CLS("[CLS]"),
    MASK("[MASK]", "<mask>");

    private final List<String> names;

    SpecialRole(String... names) {
        this.names = List.of(names);
    }

    static Optional<SpecialRole> of(String token) {
        return Arrays.stream(values())
                .filter(role -> role.names.contains(token))
                .findFirst();
    }

    /** The first of some tokens that has this role. */
    Optional<String> in(List<String> tokens) {
        return tokens.stream().filter(names::contains).findFirst();
    }

    /** Its key in {@code tokenizer_config.json}. */
    String key() {
        return name().toLowerCase(java.util.Locale.ROOT) + "_token";
    }

    List<String> names() {
        return names;
    }
}
