package dev.jformers.layer;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * A DJL block whose tensors travel by name through typed methods. It knows the shapes of its parameters from the start, so it
 * is initialised without input shapes. DJL's own door, lists of arrays by position, opens only at the outermost block.
 */
public abstract class TypedBlock extends AbstractBlock {

    private static final float DEVIATION = 0.02f;

    /**
     * A weight that starts normally distributed around 0 with deviation {@value #DEVIATION}, where a family does not say
     * otherwise.
     */
    protected final Parameter weight(String name, long... shape) {
        return parameter(name, Parameter.Type.WEIGHT, new NormalInitializer(DEVIATION), shape);
    }

    /** A bias that starts as a weight does; weight decay spares it. */
    protected final Parameter bias(String name, long... shape) {
        return parameter(name, Parameter.Type.BIAS, new NormalInitializer(DEVIATION), shape);
    }

    /** Whether a parameter's first values are drawn, with a deviation that a family may have of its own. */
    public static boolean startsNormal(Parameter parameter) {
        return parameter.getInitializer() instanceof NormalInitializer;
    }

    /** A bias, or a norm's shift, that starts at 0. */
    protected final Parameter zeros(String name, long... shape) {
        return parameter(name, Parameter.Type.BIAS, Initializer.ZEROS, shape);
    }

    /** What training leaves as it is: what a file says, or 0 where none does. */
    protected final Parameter fixed(String name, long... shape) {
        return fixed(name, Initializer.ZEROS, shape);
    }

    /** What training leaves as it is: what a file says, or this where none does. */
    protected final Parameter fixed(String name, Initializer value, long... shape) {
        return parameter(name, Parameter.Type.OTHER, value, shape);
    }

    /** Whether training changes a parameter. */
    public static boolean isLearned(Parameter parameter) {
        return parameter.getType() != Parameter.Type.OTHER;
    }

    /** A norm's scale that starts at 1. */
    protected final Parameter ones(String name, long... shape) {
        return parameter(name, Parameter.Type.GAMMA, Initializer.ONES, shape);
    }

    /** A norm's scale with a start of its own. */
    protected final Parameter scale(String name, Initializer start, long... shape) {
        return parameter(name, Parameter.Type.GAMMA, start, shape);
    }

    private Parameter parameter(String name, Parameter.Type type, Initializer initializer, long... shape) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(type)
                .optShape(new Shape(shape))
                .optInitializer(initializer)
                .build());
    }

    @Override
    protected final void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : getChildren().values()) {
            child.initialize(manager, dataType, inputShapes);
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        throw new IllegalStateException(getClass().getSimpleName()
                + " is a part of a model and has no forward of its own; call forward of the whole model");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new IllegalStateException(getClass().getSimpleName()
                + " is a part of a model and is not called by position; ask the whole model for its output shapes");
    }
}
