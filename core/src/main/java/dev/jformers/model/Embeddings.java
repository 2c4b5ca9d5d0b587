package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import dev.jformers.position.PositionBlock;
import org.jspecify.annotations.Nullable;

/** Turns token ids into vectors: the sum of word, position and segment embeddings, normalised where the config says so. */
final class Embeddings extends TypedBlock {

    private final EmbeddingTable word;
    private final PositionBlock position;
    private final @Nullable EmbeddingTable segment;
    private final @Nullable NormBlock norm;
    private final double dropout;

    Embeddings(TransformerConfig config) {
        long hidden = config.hiddenSize();
        double deviation = config.initializerRange();
        this.word = addChildBlock(
                "word", new EmbeddingTable(config.vocabularySize(), hidden, config.paddingId(), deviation));
        this.position = addChildBlock("position", config.position().newBlock(hidden, deviation));
        this.segment = config.segmentTypes() == 0
                ? null
                : addChildBlock("segment", new EmbeddingTable(config.segmentTypes(), hidden, -1, deviation));
        this.norm = config.normPlacement() == NormPlacement.PRE
                ? null
                : addChildBlock("norm", config.norm().newBlock(hidden));
        this.dropout = config.dropout();
    }

    EmbeddingTable word() {
        return word;
    }

    /** Returns {@code [batch, seq, hidden]}. */
    NDArray embed(Pass pass, EncoderInput input) {
        NDManager manager = input.ids().getManager();
        NDArray sum = word.lookUp(pass, input.ids())
                .add(position.positions(pass, manager, input.ids().getShape().get(1)));
        if (segment != null) {
            // One segment for all: a single row that is broadcast.
            NDArray types =
                    input.tokenTypes() == null ? manager.zeros(new Shape(1, 1), DataType.INT64) : input.tokenTypes();
            sum = sum.add(segment.lookUp(pass, types));
        }
        return pass.dropout(norm == null ? sum : norm.normalize(pass, sum), dropout);
    }
}
