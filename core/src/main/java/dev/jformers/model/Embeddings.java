package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Linear;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import dev.jformers.position.AbsolutePositionBlock;
import dev.jformers.torch.Operators;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What makes the vectors of tokens the vectors that the first layer reads. */
final class Embeddings extends TypedBlock {

    private final double scale;
    private final @Nullable AbsolutePositionBlock position;
    private final @Nullable EmbeddingTable segment;
    private final @Nullable NormBlock norm;
    private final @Nullable Linear projection;
    private final boolean projectsWords;
    private final @Nullable Parameter target;
    private final double dropout;

    Embeddings(TransformerConfig transformer, EmbeddingConfig config) {
        boolean bridged = config.bridge() == EmbeddingConfig.Bridge.ALWAYS_AFTER_SUM
                || transformer.embeddingSize() != transformer.hiddenSize();
        this.projectsWords = bridged && config.bridge() == EmbeddingConfig.Bridge.BOTH_ENDS;
        long size = projectsWords ? transformer.hiddenSize() : transformer.embeddingSize();
        this.scale = config.scale();
        this.position = config.position() == null
                ? null
                : addChildBlock("position", config.position().newBlock(size));
        this.segment = config.segmentTypes() == 0
                ? null
                : addChildBlock("segment", new EmbeddingTable(config.segmentTypes(), size, -1));
        this.norm = config.norm() == null
                ? null
                : addChildBlock("norm", config.norm().newBlock(size));
        this.projection = bridged
                ? addChildBlock(
                        "projection", new Linear(transformer.embeddingSize(), transformer.hiddenSize(), !projectsWords))
                : null;
        this.target = config.targetVector() ? weight("target", 1, 1, transformer.hiddenSize()) : null;
        this.dropout = config.dropout();
    }

    /**
     * @param words the tokens' vectors, {@code [batch, seq, embedding]}
     * @param past number of tokens before them, read in passes before
     * @return {@code [batch, seq, hidden]}
     */
    NDArray embed(Pass pass, NDArray words, TokenInput input, long past) {
        NDArray read = projectsWords ? Objects.requireNonNull(projection).apply(pass, words) : words;
        NDArray sum = scale == 1 ? read : Operators.scale(read, scale);
        if (position != null) {
            sum = sum.add(position.vectors(pass, input.tokens(true, past)));
        }
        if (segment != null) {
            sum = sum.add(segment.lookUp(pass, types(input)));
        }
        NDArray dropped = pass.dropout(norm == null ? sum : norm.normalize(pass, sum), dropout);
        return projection == null || projectsWords ? dropped : projection.apply(pass, dropped);
    }

    /**
     * @param targets places of the tokens that are predicted, INT64 {@code [batch, targets]}
     * @return {@code [batch, targets, hidden]}, the same vector for all
     */
    NDArray targets(Pass pass, NDArray targets) {
        NDArray vector = pass.value(Objects.requireNonNull(target, "the model has no vector for targets"));
        Shape places = targets.getShape();
        return pass.dropout(
                vector.broadcast(places.get(0), places.get(1), vector.getShape().get(2)), dropout);
    }

    /** One segment for all is a single row that is broadcast. */
    private static NDArray types(TokenInput input) {
        return input.tokenTypes() == null
                ? input.ids().getManager().zeros(new Shape(1, 1), DataType.INT64)
                : input.tokenTypes();
    }
}
