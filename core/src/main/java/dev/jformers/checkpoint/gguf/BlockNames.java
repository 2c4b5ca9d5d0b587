package dev.jformers.checkpoint.gguf;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the tensors of an architecture are called.
 *
 * @param whole the names outside of the layers, from GGUF's to Hugging Face's, without {@code .weight} and {@code .bias}
 * @param layers Hugging Face's name of the layers, before their number
 * @param inLayer the names in a layer
 */
record BlockNames(Map<String, String> whole, String layers, Map<String, String> inLayer) {

    private static final Pattern NAME = Pattern.compile("(?:blk\\.(\\d{1,6})\\.)?([a-z0-9_]+)\\.(weight|bias)");

    Optional<String> huggingFace(String gguf) {
        Matcher name = NAME.matcher(gguf);
        if (!name.matches()) {
            return Optional.empty();
        }
        boolean layered = name.group(1) != null;
        return Optional.ofNullable((layered ? inLayer : whole).get(name.group(2)))
                .map(module -> (layered ? layers + "." + name.group(1) + "." : "") + module + "." + name.group(3));
    }

    /** The name that GGUF gives to a tensor of Hugging Face's. */
    Optional<String> gguf(String huggingFace) {
        int dot = huggingFace.lastIndexOf('.');
        String module = huggingFace.substring(0, Math.max(0, dot));
        String kind = huggingFace.substring(dot);
        Matcher layer =
                Pattern.compile(Pattern.quote(layers) + "\\.(\\d+)\\.(.+)").matcher(module);
        return layer.matches()
                ? key(inLayer, layer.group(2)).map(part -> "blk." + layer.group(1) + "." + part + kind)
                : key(whole, module).map(part -> part + kind);
    }

    private static Optional<String> key(Map<String, String> names, String value) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The number of the layer that a tensor of a GGUF name is in; empty if it is in none. */
    static Optional<String> layer(String gguf) {
        Matcher name = NAME.matcher(gguf);
        return name.matches() ? Optional.ofNullable(name.group(1)) : Optional.empty();
    }

    /** The part of a GGUF name that says what it is in its layer; empty if it is in none. */
    static String partInLayer(String gguf) {
        Matcher name = NAME.matcher(gguf);
        return name.matches() && name.group(1) != null ? name.group(2) : "";
    }
}
