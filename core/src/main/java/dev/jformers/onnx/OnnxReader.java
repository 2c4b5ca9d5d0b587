package dev.jformers.onnx;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.WireReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the nodes and the constants of an ONNX model. The file is mapped; tensors stay in it. */
final class OnnxReader {

    /** Far above any model; keeps a damaged file from filling the memory with empty nodes. */
    private static final int MAX_ITEMS = 1_000_000;

    private final Path file;
    private final TensorReader tensors;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();

    private OnnxReader(Path file) {
        this.file = file;
        this.tensors = new TensorReader(file);
    }

    /**
     * @throws InvalidInputException if the file is no whole ONNX model
     * @throws IOException if it cannot be read
     */
    static OnnxGraph read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    file + (Files.exists(file) ? " is not a file" : " does not exist") + "; expected an ONNX file");
        }
        OnnxReader reader = new OnnxReader(file);
        reader.readModel(new WireReader(map(file), file.toString(), "ONNX file"));
        return new OnnxGraph(reader.nodes, reader.initializers);
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new InvalidInputException(
                        file + " has " + channel.size() + " bytes but an ONNX file may have 2 GiB at most");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private void readModel(WireReader model) throws IOException {
        boolean graphSeen = false;
        for (int field = model.next(); field != 0; field = model.next()) {
            if (field == 7) {
                graphSeen = true;
                readGraph(model.message());
            } else {
                model.skip();
            }
        }
        if (!graphSeen) {
            throw new InvalidInputException(file + " holds no ONNX graph; is it an ONNX file?");
        }
    }

    private void readGraph(WireReader graph) throws IOException {
        for (int field = graph.next(); field != 0; field = graph.next()) {
            switch (field) {
                case 1 -> nodes.add(readNode(graph.message()));
                case 5 -> {
                    OnnxTensor tensor = tensors.read(graph.message());
                    initializers.put(tensor.name(), tensor);
                }
                default -> graph.skip();
            }
            if (nodes.size() + initializers.size() > MAX_ITEMS) {
                throw graph.invalid("more than " + MAX_ITEMS + " nodes and tensors");
            }
        }
    }

    private OnnxNode readNode(WireReader message) throws IOException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, OnnxNode.Attribute> attributes = new LinkedHashMap<>();
        String name = "";
        String op = "";
        String domain = "";
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> inputs.add(message.text());
                case 2 -> outputs.add(message.text());
                case 3 -> name = message.text();
                case 4 -> op = message.text();
                case 5 -> readAttribute(message.message(), attributes);
                case 7 -> domain = message.text();
                default -> message.skip();
            }
        }
        return new OnnxNode(name, op, domain, inputs, outputs, attributes);
    }

    private void readAttribute(WireReader message, Map<String, OnnxNode.Attribute> attributes) throws IOException {
        String name = "";
        float number = 0;
        long integer = 0;
        String text = "";
        OnnxTensor tensor = null;
        List<Long> integers = new ArrayList<>();
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> name = message.text();
                case 2 -> number = message.float32();
                case 3 -> integer = message.integer();
                case 4 -> text = message.text();
                case 5 -> tensor = tensors.read(message.message());
                case 8 -> message.integers(value -> TensorReader.addFew(integers, value));
                default -> message.skip();
            }
        }
        attributes.put(name, new OnnxNode.Attribute(number, integer, text, tensor, integers));
    }
}
