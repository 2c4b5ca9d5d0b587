package dev.jformers.onnx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sizes of a BERT, and the shapes of all its parameters that follow from them. */
record BertDimensions(long vocab, long hidden, long positions, long tokenTypes, long intermediate, int layers) {

    static final String WORD_EMBEDDINGS = "embeddings.word_embeddings.weight";

    private static final String POSITIONS = "embeddings.position_embeddings.weight";
    private static final String TOKEN_TYPES = "embeddings.token_type_embeddings.weight";
    private static final String LAYER = "encoder.layer.";
    private static final String INTERMEDIATE = LAYER + "0.intermediate.dense.weight";
    private static final String QUERY = ".attention.self.query.weight";

    static BertDimensions of(Map<String, BertWeight> named, Path file) {
        int layers = 0;
        while (named.containsKey(LAYER + layers + QUERY)) {
            layers++;
        }
        if (layers == 0) {
            throw BertWeights.notBert(file, List.of(LAYER + 0 + QUERY), named.keySet());
        }
        List<Long> words = matrix(named, WORD_EMBEDDINGS, file);
        return new BertDimensions(
                words.get(0),
                words.get(1),
                matrix(named, POSITIONS, file).get(0),
                matrix(named, TOKEN_TYPES, file).get(0),
                matrix(named, INTERMEDIATE, file).get(0),
                layers);
    }

    private static List<Long> matrix(Map<String, BertWeight> named, String name, Path file) {
        BertWeight weight = named.get(name);
        if (weight == null || weight.shape().size() != 2 || weight.shape().contains(0L)) {
            throw BertWeights.notBert(
                    file,
                    List.of(name + (weight == null ? "" : " as a matrix, not " + weight.shape())),
                    named.keySet());
        }
        return weight.shape();
    }

    /** The parameters of the embeddings and the layers. */
    Map<String, List<Long>> encoderShapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(WORD_EMBEDDINGS, List.of(vocab, hidden));
        shapes.put(POSITIONS, List.of(positions, hidden));
        shapes.put(TOKEN_TYPES, List.of(tokenTypes, hidden));
        norm(shapes, "embeddings.LayerNorm");
        for (int layer = 0; layer < layers; layer++) {
            String prefix = LAYER + layer;
            linear(shapes, prefix + ".attention.self.query", hidden, hidden);
            linear(shapes, prefix + ".attention.self.key", hidden, hidden);
            linear(shapes, prefix + ".attention.self.value", hidden, hidden);
            linear(shapes, prefix + ".attention.output.dense", hidden, hidden);
            norm(shapes, prefix + ".attention.output.LayerNorm");
            linear(shapes, prefix + ".intermediate.dense", intermediate, hidden);
            linear(shapes, prefix + ".output.dense", hidden, intermediate);
            norm(shapes, prefix + ".output.LayerNorm");
        }
        return shapes;
    }

    Map<String, List<Long>> poolerShapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        linear(shapes, "pooler.dense", hidden, hidden);
        return shapes;
    }

    private void norm(Map<String, List<Long>> shapes, String name) {
        shapes.put(name + ".weight", List.of(hidden));
        shapes.put(name + ".bias", List.of(hidden));
    }

    private static void linear(Map<String, List<Long>> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", List.of(out, in));
        shapes.put(name + ".bias", List.of(out));
    }
}
