package dev.jformers.cli;

import ai.djl.Device;
import dev.jformers.GenerationSettings;
import dev.jformers.PretrainedModel;
import dev.jformers.SequenceGenerator;
import dev.jformers.TextGenerator;
import dev.jformers.chat.Message;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
                        + " beginning for a decoder; sequences are written, and sequences_scores of beams.")
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

    @Option(
            names = "--chat",
            description = "Hold a conversation by the model's chat template: the prompt is a message of the user; without one,"
                    + " each line of the standard input is, and the answers are remembered.")
    private boolean chat;

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told first; with --chat.")
    private @Nullable String system;

    @Option(names = "--json", description = "Print one JSON object: text, token ids, timing.")
    private boolean json;

    @Mixin
    private OutputTarget target = new OutputTarget();

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        if (chat) {
            chat();
        } else if (input != null && output != null) {
            target.checkFile(output);
            generateTensors(input, output);
        } else {
            generateText(String.valueOf(prompt));
        }
        return ExitCodes.OK;
    }

    private void checkOptions() {
        if (chat && (input != null || output != null)) {
            throw refused("--chat goes without --input and --output");
        }
        if (system != null && !chat) {
            throw refused("--system goes with --chat");
        }
        if (!chat && input == null == (prompt == null)) {
            throw refused("give either a prompt, or --input and --output; not both, not neither");
        }
        if (input != null == (output == null)) {
            throw refused("--input and --output belong together");
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void generateTensors(Path from, Path to) throws IOException, InterruptedException {
        PromptTensors prompts = PromptTensors.read(from);
        Path folder = DownloadProgress.folder(model, spec.commandLine().getErr());
        try (PretrainedModel loaded = PretrainedModel.load(folder, Device.cpu())) {
            GenerationConfig config =
                    GenerationSettings.read(folder, loaded.description()).config(JsonText.object(settings));
            SequenceGenerator.Sequences made =
                    new SequenceGenerator(loaded).generate(prompts.ids(), prompts.mask(), config);
            PromptTensors.write(made, to, spec.commandLine().getOut());
        }
    }

    private void generateText(String text) throws IOException, InterruptedException {
        try (TextGenerator generator = load()) {
            GenerationConfig config = generator.config(JsonText.object(settings));
            printer().print(text, sink -> generator.generate(text, config, stopStrings, sink));
        }
    }

    private void chat() throws IOException, InterruptedException {
        try (TextGenerator generator = load()) {
            generator.chatTemplate();
            GenerationConfig config = generator.config(JsonText.object(settings));
            List<Message> opening = system == null ? List.of() : List.of(Message.system(system));
            ChatSession session = new ChatSession(generator, config, stopStrings, opening, printer());
            if (prompt == null) {
                session.answerLines(spec.commandLine().getOut());
            } else {
                session.say(prompt);
            }
        }
    }

    private TextGenerator load() throws IOException {
        return TextGenerator.load(DownloadProgress.folder(model, spec.commandLine().getErr()));
    }

    private AnswerPrinter printer() {
        return new AnswerPrinter(spec.commandLine().getOut(), json);
    }
}
