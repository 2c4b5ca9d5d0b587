package dev.jformers.onnx;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * What an import made.
 *
 * @param folder the new model folder
 * @param config what its {@code config.json} holds
 * @param tensors how many tensors were written
 * @param parameters how many numbers they hold together
 * @param missing tensors of the full architecture that the ONNX file does not have, such as the pooler's; who loads the folder
 *     initialises them anew
 * @param leftOut constants of the ONNX file that are no parameters of the encoder, such as position ids or a task's head
 */
public record ImportSummary(
        Path folder, JsonObject config, int tensors, long parameters, List<String> missing, List<String> leftOut) {

    public ImportSummary {
        missing = List.copyOf(missing);
        leftOut = List.copyOf(leftOut);
    }
}
