package dev.jformers.checkpoint;

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
 * @param missing tensors of the full architecture that the file does not have, such as the pooler's; who loads the folder
 *     initialises them anew
 * @param leftOut what the file has and the folder has not, such as position ids or a task's head
 */
public record ImportSummary(
        Path folder, JsonObject config, int tensors, long parameters, List<String> missing, List<String> leftOut) {

    public ImportSummary {
        missing = List.copyOf(missing);
        leftOut = List.copyOf(leftOut);
    }
}
