package dev.jformers.cli;

import ai.djl.Device;
import com.google.gson.JsonObject;
import dev.jformers.Acceleration;
import dev.jformers.GenerationSettings;
import dev.jformers.PretrainedModel;
import dev.jformers.PromptCache;
import dev.jformers.SequenceGenerator;
import dev.jformers.TextGenerator;
import dev.jformers.TextGenerator.Answer;
import dev.jformers.chat.Message;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
                "A decoder goes on with the prompt, an encoder-decoder makes another text of it; the text is shown as"
                        + " it comes, that of a beam search at its end; several texts (num_return_sequences) are a line each. With --input, prompts are tensors: input_ids and"
                        + " attention_mask [batch, seq], padded at the beginning for a decoder; sequences are written, and"
                        + " sequences_scores of beams.")
final class GenerateCommand implements Callable<Integer> {

    /** What Java puts in place of bytes that it cannot read. */
    private static final char NOT_UTF_8 = '\uFFFD';

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

    @Mixin
    private GenerationOptions options = new GenerationOptions();

    @Mixin
    private ConstraintOptions constraints = new ConstraintOptions();

    @Mixin
    private PrecisionOption precision = new PrecisionOption();

    @Option(
            names = "--chat",
            description =
                    "Hold a conversation by the model's chat template: the prompt is a message of the user; without"
                            + " one, each line of the standard input is, and the answers are remembered.")
    private boolean chat;

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told first; with --chat.")
    private @Nullable String system;

    @Option(
            names = "--json",
            description =
                    "Print one JSON object a text: text, token ids, the logarithms of their probabilities, timing.")
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
        checkOptions();
        if (input != null && output != null) {
            target.checkFile(output);
            generateTensors(input, output);
        } else {
            generateTexts();
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
        if (prompt != null && prompt.indexOf(NOT_UTF_8) >= 0) {
            throw refused(
                    "the prompt has bytes that are not UTF-8, or U+FFFD in their place; convert it, as with `iconv -t"
                            + " UTF-8`, and see that the locale is one of UTF-8, such as LC_ALL=C.UTF-8");
        }
        if (input != null == (output == null)) {
            throw refused("--input and --output belong together");
        }
        if (input != null && !options.stopStrings().isEmpty()) {
            throw refused("--stop is for a prompt, not for --input, whose tokens are not read as text");
        }
        if (input != null && promptCache != null) {
            throw refused("--prompt-cache is for a prompt, not for --input");
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void generateTensors(Path from, Path to) throws IOException, InterruptedException {
        PromptTensors prompts = PromptTensors.read(from);
        Path folder = folder();
        try (PretrainedModel weights = PretrainedModel.load(folder, Device.cpu());
                PretrainedModel packed = weights.with(precision.choose(folder));
                SpeculationOptions.Opened guesses = guesses(folder)) {
            JsonObject changes = options.changes();
            GenerationConfig config = config(
                    GenerationSettings.read(folder, weights.description()).config(changes), folder);
            KeptScores scores = KeptScores.of(changes, config, prompts.ids().length);
            SequenceGenerator.Sequences made = new SequenceGenerator(packed, guesses.speculation())
                    .generate(prompts.ids(), prompts.mask(), config, scores);
            PromptTensors.write(made, scores.kept(), to, spec.commandLine().getOut());
        }
    }

    private void generateTexts() throws IOException, InterruptedException {
        Path folder = folder();
        try (TextGenerator generator = TextGenerator.load(folder, precision.choose(folder));
                SpeculationOptions.Opened guesses = guesses(folder)) {
            GenerationConfig config = config(generator.config(options.changes()), folder);
            PromptCache cache = promptCache == null ? null : new PromptCache(promptCache);
            AnswerSettings answers =
                    new AnswerSettings(config, options.stopStrings(), new Acceleration(guesses.speculation(), cache));
            AnswerNotes notes = new AnswerNotes(spec.commandLine().getErr(), options.tooLong(), generator.positions());
            AnswerPrinter printer = new AnswerPrinter(spec.commandLine().getOut(), json, notes);
            if (chat) {
                chat(generator, answers, printer);
            } else {
                for (Answer answer : printed(generator, String.valueOf(prompt), answers, printer)) {
                    constraints.warnOfBeginning(
                            answer.tokens(), spec.commandLine().getErr());
                }
            }
        }
    }

    private static List<Answer> printed(
            TextGenerator generator, String text, AnswerSettings settings, AnswerPrinter printer)
            throws InterruptedException {
        GenerationConfig config = settings.config();
        return config.search().returned() > 1
                ? printer.printAll(
                        text,
                        () -> generator.generateAll(text, config, settings.stopStrings(), settings.acceleration()))
                : List.of(printer.print(
                        text,
                        sink -> generator.generate(
                                text, config, settings.stopStrings(), sink, settings.acceleration())));
    }

    private void chat(TextGenerator generator, AnswerSettings answers, AnswerPrinter printer)
            throws IOException, InterruptedException {
        generator.chatTemplate();
        List<Message> opening = system == null ? List.of() : List.of(Message.system(system));
        ChatSession session = new ChatSession(generator, answers, opening, printer);
        if (prompt == null) {
            session.answerLines(spec.commandLine().getOut());
        } else {
            session.say(prompt);
        }
    }

    /** Settings of the model with what the command line says. */
    private GenerationConfig config(GenerationConfig settings, Path folder) throws IOException {
        options.sayWhatIsIdle(settings, spec.commandLine().getErr());
        return constraints.bind(settings, folder).withTooLong(options.tooLong());
    }

    private Path folder() throws IOException {
        return DownloadProgress.folder(model, spec.commandLine().getErr());
    }

    private SpeculationOptions.Opened guesses(Path folder) throws IOException {
        return speculation == null ? SpeculationOptions.none() : speculation.open(folder);
    }
}
