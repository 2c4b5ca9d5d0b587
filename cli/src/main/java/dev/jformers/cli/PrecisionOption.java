package dev.jformers.cli;

import ai.djl.Device;
import dev.jformers.PrecisionTrial;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How exactly a language model computes. */
final class PrecisionOption {

    private static final String AUTO = "auto";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float32",
            completionCandidates = Names.class,
            description = "How exactly products are computed: ${COMPLETION-CANDIDATES}. With auto, the fastest on this"
                    + " machine whose perplexity is at most 1 %% above that of float32: each is tried on 32"
                    + " tokens. In int8 the tokens of a pass are rounded together, so that rows of a batch, and"
                    + " guesses that are verified, may change a text a little. Default: ${DEFAULT-VALUE}.")
    private String name = "";

    /** What may be asked for. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }

        static List<String> names() {
            return Stream.concat(
                            Stream.of(AUTO), Arrays.stream(Precision.values()).map(Precision::toString))
                    .toList();
        }
    }

    /**
     * What was asked for, or what is found for this model on this machine.
     *
     * @param folder of the model
     */
    Precision choose(Path folder) throws IOException, InterruptedException {
        return name.equals(AUTO)
                ? fastest(folder)
                : Arrays.stream(Precision.values())
                        .filter(precision -> precision.toString().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "--precision is " + name + " but may be one of " + Names.names()));
    }

    private Precision fastest(Path folder) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (PretrainedModel model = PretrainedModel.load(folder, Device.cpu())) {
            List<PrecisionTrial> trials = PrecisionTrial.all(model);
            for (PrecisionTrial trial : trials) {
                err.printf(
                        Locale.ROOT,
                        "%-8s %7.1f ms a token, perplexity %.4f times that of float32%n",
                        trial.precision(),
                        trial.reading().secondsPerToken() * 1e3,
                        1 + trial.perplexityAbove(trials.get(0)));
            }
            Precision fastest = PrecisionTrial.fastest(trials).precision();
            err.println("computing in " + fastest);
            err.flush();
            return fastest;
        }
    }
}
