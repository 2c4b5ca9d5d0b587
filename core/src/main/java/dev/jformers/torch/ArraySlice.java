package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import java.util.List;

/** Parts of arrays, where one axis at most is cut. */
final class ArraySlice {

    private ArraySlice() {}

    /**
     * @throws NotRecordedException if more than one axis is cut, or otherwise than by a place or a range
     */
    static ArrayCall of(NDArray x, NDIndex index) {
        List<NDIndexElement> elements = index.getIndices();
        ArrayCall call = null;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof NDIndexAll) {
                continue;
            }
            if (call != null) {
                throw new NotRecordedException("an array is cut along two axes");
            }
            call = cut(x, axis(x, index, i), elements.get(i));
        }
        return call == null ? new ArrayCall("torch.alias", List.of(x)) : call;
    }

    private static long axis(NDArray x, NDIndex index, int place) {
        int ellipsis = index.getEllipsisIndex();
        boolean behind = ellipsis >= 0 && place >= ellipsis;
        return behind ? x.getShape().dimension() - index.getRank() + place : place;
    }

    private static ArrayCall cut(NDArray x, long axis, NDIndexElement element) {
        if (element instanceof NDIndexFixed fixed) {
            return new ArrayCall("torch.select", List.of(x, axis, fixed.getIndex()));
        }
        if (element instanceof NDIndexSlice slice && slice.getStep() == null) {
            long from = slice.getMin() == null ? 0 : slice.getMin();
            long to = slice.getMax() == null ? Long.MAX_VALUE : slice.getMax();
            return new ArrayCall("torch.slice", List.of(x, axis, from, to));
        }
        throw new NotRecordedException(
                "an array is cut by " + element.getClass().getSimpleName());
    }
}
