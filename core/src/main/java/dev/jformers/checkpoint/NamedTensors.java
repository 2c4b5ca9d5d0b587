package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import java.util.Map;

/** The tensors of a model by name, whatever file or files hold them. Immutable and thread-safe; nothing to close. */
public interface NamedTensors {

    /** All tensors by name, in the order of the file. */
    Map<String, TensorInfo> tensors();

    /**
     * What the file says of one tensor.
     *
     * @throws InvalidInputException if there is no such tensor
     */
    TensorInfo info(String name);

    /**
     * A tensor as an array, which the manager owns. On a CPU, F32, F64, I8, U8, I32, I64 and BOOL that lie in the file row by
     * row take no copy: see {@link MappedFile} for the lifetime of such an array. F16 and BF16 become copies in FLOAT32.
     *
     * @throws InvalidInputException if there is no such tensor, or one of another type: the engine has no arrays of it
     */
    NDArray array(String name, NDManager manager);

    /**
     * A tensor as an array in the engine's own memory, which the manager owns and which has nothing to do with the file any
     * more. This is what training wants: the engine aligns its memory better than the file does, and sums of differently
     * aligned numbers may differ in the last bit, so that a run would not repeat exactly from another file.
     *
     * @throws InvalidInputException as from {@link #array}
     */
    NDArray copy(String name, NDManager manager);

    /**
     * The bytes of a tensor in its own type, to be written elsewhere.
     *
     * @throws InvalidInputException if there is no such tensor
     */
    TensorSource source(String name);
}
