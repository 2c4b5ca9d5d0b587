package dev.jformers.training.data;

import com.google.gson.JsonObject;

/**
 * Which data a run has read; it travels with the weights that came of it.
 *
 * @param file the path as configured
 * @param sha256 the hash of the file's bytes as stored (zipped, where it is), in hexadecimal digits
 * @param examples how many the file holds, also where a run used fewer
 */
public record DataFingerprint(String file, String sha256, long examples) {

    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty("sha256", sha256);
        json.addProperty("examples", examples);
        return json;
    }

    /** Reads what {@link #toJson} made. */
    public static DataFingerprint fromJson(JsonObject json) {
        return new DataFingerprint(
                json.get("file").getAsString(),
                json.get("sha256").getAsString(),
                json.get("examples").getAsLong());
    }
}
