package dev.jformers.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps the tensors of a file: as many neighbours as fit share one mapping, for the system allows a process only so many; a
 * tensor larger than a mapping gets several.
 */
final class TensorMapping {

    /** A multiple of every element's size, so that no element lies on two slices of a large tensor. */
    private static final long MAX_BYTES = 1L << 30;

    private final FileChannel channel;
    private final FileChannel.MapMode mode;
    private final SafetensorsHeader header;
    private final Map<String, List<ByteBuffer>> slices = new HashMap<>();
    private final List<TensorInfo> group = new ArrayList<>();

    TensorMapping(FileChannel channel, FileChannel.MapMode mode, SafetensorsHeader header) {
        this.channel = channel;
        this.mode = mode;
        this.header = header;
    }

    Map<String, List<ByteBuffer>> map() throws IOException {
        for (TensorInfo tensor : header.tensors().values()) {
            if (!group.isEmpty() && tensor.end() - group.get(0).begin() > MAX_BYTES) {
                mapGroup();
            }
            if (tensor.bytes() > Integer.MAX_VALUE) {
                mapSlices(tensor);
            } else {
                group.add(tensor);
            }
        }
        mapGroup();
        return Map.copyOf(slices);
    }

    private void mapGroup() throws IOException {
        if (group.isEmpty()) {
            return;
        }
        long begin = group.get(0).begin();
        ByteBuffer mapped = map(begin, group.get(group.size() - 1).end() - begin);
        for (TensorInfo tensor : group) {
            ByteBuffer slice = mapped.slice(Math.toIntExact(tensor.begin() - begin), Math.toIntExact(tensor.bytes()));
            slices.put(tensor.name(), List.of(slice));
        }
        group.clear();
    }

    private void mapSlices(TensorInfo tensor) throws IOException {
        List<ByteBuffer> parts = new ArrayList<>();
        for (long begin = tensor.begin(); begin < tensor.end(); begin += MAX_BYTES) {
            parts.add(map(begin, Math.min(MAX_BYTES, tensor.end() - begin)));
        }
        slices.put(tensor.name(), List.copyOf(parts));
    }

    private ByteBuffer map(long begin, long bytes) throws IOException {
        return channel.map(mode, header.dataStart() + begin, bytes);
    }
}
