package dev.jformers.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a block by path: names of blocks and parameter, joined by dots, as in {@code encoder.layer0.norm.weight}. */
public final class ParameterPaths {

    private ParameterPaths() {}

    /** The parameters in the order of the blocks. */
    public static Map<String, Parameter> of(Block block) {
        Map<String, Parameter> paths = new LinkedHashMap<>();
        collect("", block, paths);
        return paths;
    }

    private static void collect(String prefix, Block block, Map<String, Parameter> paths) {
        block.getDirectParameters().forEach(pair -> paths.put(prefix + pair.getKey(), pair.getValue()));
        for (Pair<String, Block> child : block.getChildren()) {
            // DJL puts the child's number before its name, two digits or more.
            String name = child.getKey().replaceFirst("^\\d+", "");
            collect(prefix + name + ".", child.getValue(), paths);
        }
    }
}
