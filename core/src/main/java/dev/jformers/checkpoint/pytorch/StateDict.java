package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dictionary of a file in which the names of its tensors are. */
final class StateDict {

    private static final List<String> INSIDE = List.of("state_dict", "model_state_dict", "model", "module");

    private StateDict() {}

    static Map<String, PickledTensor> tensors(Object saved, String where) {
        if (!(saved instanceof PickledDict dict)) {
            throw new InvalidInputException(
                    where + " holds no dictionary of names and tensors; save the model's state_dict() with torch.save");
        }
        Map<String, PickledTensor> tensors = direct(dict, where);
        for (int i = 0; tensors.isEmpty() && i < INSIDE.size(); i++) {
            if (dict.get(INSIDE.get(i)) instanceof PickledDict inside) {
                tensors = direct(inside, where);
            }
        }
        if (tensors.isEmpty()) {
            throw new InvalidInputException(where + " holds no tensors by name, neither in its dictionary nor under "
                    + String.join(", ", INSIDE) + "; save the model's state_dict() with torch.save");
        }
        return tensors;
    }

    private static Map<String, PickledTensor> direct(PickledDict dict, String where) {
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        dict.forEach((key, value) -> {
            if (key instanceof String name && value instanceof PickledTensor tensor) {
                tensor.check(where + ": tensor " + name);
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }
}
