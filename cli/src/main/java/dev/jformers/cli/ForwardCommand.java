package dev.jformers.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import dev.jformers.model.ModelInput;
import dev.jformers.model.Stacks;
import dev.jformers.model.Trace;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model on tensors instead of texts. */
@Command(
        name = "forward",
        header = "Run the bare model on tensors, to compare it with another implementation.",
        description =
                "Reads input_ids [batch, seq] and, if they are there, attention_mask, token_type_ids and position_ids, and"
                        + " for encoder-decoders the same with decoder_ before the name; for decoders prefix_lengths"
                        + " [batch], how many tokens of each row all of its tokens may see, padding not counted; for"
                        + " XLNet perm_mask [batch, seq, seq] and target_mapping [batch, targets, seq]. Writes logits, or last_hidden_state and pooler_output, named as Hugging Face names them.")
final class ForwardCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "The model folder, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The safetensors file to read.")
    private Path input = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The safetensors file to write.")
    private Path output = Path.of("");

    @Option(
            names = "--hidden-states",
            description = "Write hidden_states.0 (the embeddings) to hidden_states.N (the last layer), too; of"
                    + " encoder-decoders encoder_hidden_states and decoder_hidden_states.")
    private boolean hiddenStates;

    @Option(
            names = "--attentions",
            description = "Write attentions.0 to attentions.N, one for each layer, too; of encoder-decoders"
                    + " encoder_attentions, decoder_attentions and cross_attentions.")
    private boolean attentions;

    @Mixin
    private OutputTarget target = new OutputTarget();

    @Override
    public Integer call() throws IOException {
        target.checkFile(output);
        TensorInput tensors =
                new TensorInput(Safetensors.open(input), spec.commandLine().getErr());
        Path folder = DownloadProgress.folder(model, spec.commandLine().getErr());
        try (PretrainedModel loaded = PretrainedModel.load(folder, Device.cpu());
                NDManager manager = Torch.newManager(Device.cpu())) {
            ModelInput arrays = tensors.read(manager, loaded.description().transformer());
            Trace trace = new Trace();
            NDList outputs = loaded.run(arrays, hiddenStates || attentions ? trace : null);
            write(outputs, trace, loaded.description().transformer().stacks() instanceof Stacks.EncoderDecoder);
        }
        return ExitCodes.OK;
    }

    private void write(NDList outputs, Trace trace, boolean encoderDecoder) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (NDArray array : outputs) {
            writer.add(array.getName(), array);
        }
        add(writer, trace, encoderDecoder ? "decoder_" : "");
        if (encoderDecoder) {
            addEncoder(writer, trace);
        }
        writer.write(output);
        new TensorTable(ListedTensor.of(Safetensors.open(output).tensors().values()))
                .print("Wrote " + output, spec.commandLine().getOut());
    }

    private void add(SafetensorsWriter writer, Trace trace, String prefix) {
        if (hiddenStates) {
            addNumbered(writer, prefix + "hidden_states.", trace.hiddenStates());
        }
        if (attentions) {
            addNumbered(writer, prefix + "attentions.", trace.attentions());
        }
    }

    private void addEncoder(SafetensorsWriter writer, Trace trace) {
        add(writer, trace.encoder(), "encoder_");
        if (attentions) {
            addNumbered(writer, "cross_attentions.", trace.crossAttentions());
        }
        if (hiddenStates) {
            List<NDArray> states = trace.encoder().hiddenStates();
            writer.add("encoder_last_hidden_state", states.get(states.size() - 1));
        }
    }

    private static void addNumbered(SafetensorsWriter writer, String prefix, List<NDArray> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            writer.add(prefix + i, arrays.get(i));
        }
    }
}
