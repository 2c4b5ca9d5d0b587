package dev.jformers.cli;

import java.io.PrintWriter;
import java.util.List;

/** Tensors one a line: name, type, shape. */
final class TensorTable {

    private final List<ListedTensor> tensors;

    TensorTable(List<ListedTensor> tensors) {
        this.tensors = tensors;
    }

    void print(String title, PrintWriter out) {
        print(title, tensors.size(), out);
    }

    /** Prints the first few only. */
    void print(String title, int most, PrintWriter out) {
        out.println(title);
        int width = tensors.stream()
                .mapToInt(tensor -> tensor.name().length())
                .max()
                .orElse(0);
        tensors.stream()
                .limit(most)
                .forEach(tensor -> out.printf(
                        "  %-" + Math.max(1, width) + "s  %-4s  %s%n", tensor.name(), tensor.type(), tensor.shape()));
        if (most < tensors.size()) {
            out.println("  ... and " + Amounts.count(tensors.size() - most) + " more; --tensors shows all");
        }
    }
}
