package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Search;
import dev.jformers.generation.TooLong;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How texts are generated. */
final class GenerationOptions {

    /** What is asked only where tokens are drawn. */
    private static final List<String> OF_SAMPLING = List.of("temperature", "top_p", "min_p", "typical_p");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting by Hugging Face's name, such as --set num_beams=4 or --set temperature=0.7 (with --set"
                            + " do_sample=true); may be given several times. Without, generation_config.json decides.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--stop", paramLabel = "TEXT", description = "End before this text; may be given several times.")
    private List<String> stopStrings = new ArrayList<>();

    @Option(
            names = "--too-long",
            paramLabel = "CHOICE",
            defaultValue = "error",
            description =
                    "What becomes of a text that needs more positions than the model knows: ${COMPLETION-CANDIDATES}."
                            + " error refuses a prompt without room behind it, and a text ends at the last position;"
                            + " truncate leaves out the beginning of a prompt (of a chat its oldest messages, of what an"
                            + " encoder reads the end); slide also forgets the beginning as the text grows, and goes on."
                            + " Default: ${DEFAULT-VALUE}.")
    private TooLong tooLong = TooLong.ERROR;

    JsonObject changes() {
        return JsonText.object(settings);
    }

    List<String> stopStrings() {
        return List.copyOf(stopStrings);
    }

    TooLong tooLong() {
        return tooLong;
    }

    /** Names what was set and changes nothing. */
    void sayWhatIsIdle(GenerationConfig config, PrintWriter err) {
        if (config.search() instanceof Search.Sampling) {
            return;
        }
        OF_SAMPLING.stream().filter(settings::containsKey).forEach(key -> {
            err.println("--set " + key + " changes nothing, for no token is drawn; add --set do_sample=true");
            err.flush();
        });
    }
}
