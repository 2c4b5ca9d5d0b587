package dev.jformers.cli;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.Acceleration;
import dev.jformers.PretrainedModel;
import dev.jformers.PromptCache;
import dev.jformers.SequenceGenerator;
import dev.jformers.TextGenerator;
import dev.jformers.generation.Acceptance;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes on. */
@Command(
        name = "generate",
        header = "Write on from a text, or turn it into another.",
        description =
                "A decoder goes on with the prompt, an encoder-decoder makes another text of it; the text is shown as it"
                        + " comes. With --input, prompts are tensors: input_ids and attention_mask [batch, seq], padded at the"
                        + " beginning for a decoder; sequences are written, transition_scores (the logarithms of their tokens' probabilities),"
                        + " sequences_scores of beams, and with --set output_scores=true scores [rows, new, vocab].")
final class GenerateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The model folder, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Parameters(index = "1", arity = "0..1", paramLabel = "PROMPT", description = "The text to go on from.")
    private @Nullable String prompt;

    @Option(names = "--input", paramLabel = "FILE", description = "A safetensors file of prompts, instead of a text.")
    private @Nullable Path input;

    @Option(names = "--output", paramLabel = "FILE", description = "The safetensors file to write; with --input.")
    private @Nullable Path output;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting by Hugging Face's name, such as --set num_beams=4 or --set temperature=0.7 (with --set"
                            + " do_sample=true); may be given several times. Without, generation_config.json decides.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--stop", paramLabel = "TEXT", description = "End before this text; may be given several times.")
    private List<String> stopStrings = new ArrayList<>();

    @Mixin
    private ConstraintOptions constraints = new ConstraintOptions();

    @Option(
            names = "--json",
            description = "Print one JSON object: text, token ids, the logarithms of their probabilities, timing.")
    private boolean json;

    @ArgGroup
    private @Nullable SpeculationOptions speculation;

    @Option(
            names = "--prompt-cache",
            paramLabel = "FILE",
            description = "Take from this file what it has of the prompt, and keep there what the model knows of it.")
    private @Nullable Path promptCache;

    @Mixin
    private OutputTarget target = new OutputTarget();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (input == null == (prompt == null)) {
            throw new ParameterException(
                    spec.commandLine(), "give either a prompt, or --input and --output; not both, not neither");
        }
        if (input == null != (output == null)) {
            throw new ParameterException(spec.commandLine(), "--input and --output belong together");
        }
        if (input != null && promptCache != null) {
            throw new ParameterException(spec.commandLine(), "--prompt-cache is for a prompt, not for --input");
        }
        if (input != null && output != null) {
            target.checkFile(output);
            generateTensors(input, output);
        } else {
            generateText(String.valueOf(prompt));
        }
        return ExitCodes.OK;
    }

    private void generateTensors(Path from, Path to) throws IOException, InterruptedException {
        PromptTensors prompts = PromptTensors.read(from);
        Path folder = DownloadProgress.folder(model, spec.commandLine().getErr());
        try (PretrainedModel loaded = PretrainedModel.load(folder, Device.cpu());
                SpeculationOptions.Opened guesses = guesses(folder)) {
            JsonObject changes = loaded.description().config().deepCopy();
            changes.keySet().retainAll(List.of("eos_token_id", "pad_token_id"));
            JsonText.object(settings).asMap().forEach(changes::add);
            GenerationConfig config = constraints.bind(GenerationJson.of("--set", changes), folder);
            KeptScores scores = KeptScores.of(changes, config, prompts.ids().length);
            SequenceGenerator.Sequences made = new SequenceGenerator(loaded, guesses.speculation())
                    .generate(prompts.ids(), prompts.mask(), config, scores);
            PromptTensors.write(made, scores.kept(), to, spec.commandLine().getOut());
        }
    }

    private void generateText(String text) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = DownloadProgress.folder(model, spec.commandLine().getErr());
        try (TextGenerator generator = TextGenerator.load(folder);
                SpeculationOptions.Opened guesses = guesses(folder)) {
            GenerationConfig config = constraints.bind(generator.config(JsonText.object(settings)), folder);
            Clock clock = new Clock();
            Consumer<String> sink = piece -> {
                clock.tick();
                if (!json) {
                    out.print(piece);
                    out.flush();
                }
            };
            PromptCache cache = promptCache == null ? null : new PromptCache(promptCache);
            TextGenerator.Answer answer =
                    generator.generate(text, config, stopStrings, sink, new Acceleration(guesses.speculation(), cache));
            out.println(json ? described(text, answer, clock).toString() : "");
            constraints.warnOfBeginning(answer.tokens(), spec.commandLine().getErr());
        }
    }

    private SpeculationOptions.Opened guesses(Path folder) throws IOException {
        return speculation == null ? SpeculationOptions.none() : speculation.open(folder);
    }

    /** When the first piece came, and the last. */
    private static final class Clock {

        private final long start = System.nanoTime();
        private long first;
        private long last;

        void tick() {
            last = System.nanoTime();
            first = first == 0 ? last : first;
        }

        double secondsToFirst() {
            return first == 0 ? 0 : (first - start) / 1e9;
        }

        double secondsBehindFirst() {
            return (last - first) / 1e9;
        }
    }

    private static JsonObject described(String text, TextGenerator.Answer answer, Clock clock) {
        JsonObject json = new JsonObject();
        json.addProperty("prompt", text);
        json.addProperty("text", answer.text());
        json.addProperty("prompt_tokens", answer.promptTokens());
        JsonArray ids = new JsonArray();
        Arrays.stream(answer.tokens()).forEach(ids::add);
        json.add("tokens", ids);
        JsonArray logs = new JsonArray();
        for (float log : answer.generated().logProbabilities()) {
            logs.add(log);
        }
        json.add("log_probabilities", logs);
        Acceptance acceptance = answer.generated().acceptance();
        if (acceptance.drafted() > 0) {
            json.addProperty("drafted_tokens", acceptance.drafted());
            json.addProperty("accepted_tokens", acceptance.accepted());
            json.addProperty("acceptance_rate", acceptance.rate());
        }
        json.addProperty("seconds_to_first_token", clock.secondsToFirst());
        double behind = clock.secondsBehindFirst();
        if (behind > 0) {
            json.addProperty("tokens_per_second", (answer.tokens().length - 1) / behind);
        }
        return json;
    }
}
