package dev.jformers.checkpoint;

import dev.jformers.InvalidInputException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of which regions are mapped into memory. Files and regions may be larger than 2 GiB. Not thread-safe; what it maps
 * is.
 *
 * <p><b>Lifetime.</b> A mapping outlives the closing of this object: it lives as long as a buffer made from it or an array
 * made over it is reachable. A <em>view</em> that DJL makes of such an array (a slice, a reshape, a transpose) does not keep
 * the mapping alive: keep the array or the tensors' reader as long as its views, or take a {@link NamedTensors#copy}.
 *
 * <p><b>Writing.</b> The mapping is private: what is written into a buffer or an array goes to a copy of the page in memory,
 * never to the file, and is seen by the other buffers and arrays made from the same mapping. Where the file may only be read,
 * buffers are read-only and arrays are copies.
 *
 * <p>The file must not be changed in place while it is mapped. Replacing it by {@link AtomicFiles} is safe.
 */
public final class MappedFile implements Closeable {

    /** A multiple of every element's size, so that no element lies on two slices of a large region. */
    private static final long MAX_MAPPING = 1L << 30;

    private final Path file;
    private final FileChannel channel;
    private final MapMode mode;
    private final long size;

    private MappedFile(Path file, FileChannel channel, MapMode mode) throws IOException {
        this.file = file;
        this.channel = channel;
        this.mode = mode;
        this.size = channel.size();
    }

    /**
     * @param expected what the file should be, as in "a safetensors file"
     * @throws InvalidInputException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static MappedFile open(Path file, String expected) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    file + (Files.exists(file) ? " is not a file" : " does not exist") + "; expected " + expected);
        }
        if (Files.isWritable(file)) {
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                return new MappedFile(file, channel, MapMode.PRIVATE);
            } catch (AccessDeniedException e) {
                return openReadOnly(file);
            }
        }
        return openReadOnly(file);
    }

    private static MappedFile openReadOnly(Path file) throws IOException {
        return new MappedFile(file, FileChannel.open(file, StandardOpenOption.READ), MapMode.READ_ONLY);
    }

    /** The file's path, as it was opened. */
    public Path file() {
        return file;
    }

    /** How many bytes the file had when it was opened. */
    public long size() {
        return size;
    }

    /**
     * Reads bytes of the file, which must have them, into a little-endian buffer on the heap.
     *
     * @throws EOFException if the file has become shorter
     */
    public ByteBuffer read(long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(file + " became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    /**
     * Maps regions: as many neighbours as fit share one mapping, for the system allows a process only so many.
     *
     * @param regions by what they hold, which messages name
     * @throws InvalidInputException if two of them overlap, or one reaches beyond the end of the file
     * @throws IOException if the system cannot map them
     */
    public <K> Map<K, MappedBytes> map(Map<K, Region> regions) throws IOException {
        List<Map.Entry<K, Region>> sorted = new ArrayList<>(regions.entrySet());
        sorted.sort(Map.Entry.comparingByValue());
        requireApart(sorted);
        Map<K, MappedBytes> mapped = new HashMap<>();
        int begin = 0;
        while (begin < sorted.size()) {
            int end = groupEnd(sorted, begin);
            mapGroup(sorted.subList(begin, end), mapped);
            begin = end;
        }
        return mapped;
    }

    private <K> void requireApart(List<Map.Entry<K, Region>> sorted) {
        long end = 0;
        for (Map.Entry<K, Region> entry : sorted) {
            Region region = entry.getValue();
            String where = file + ": " + entry.getKey() + " lies at bytes " + region.begin() + " to " + region.end();
            if (region.end() > size) {
                throw new InvalidInputException(
                        where + " but the file ends at " + size + "; it is truncated or says so wrongly");
            }
            if (region.begin() < end) {
                throw new InvalidInputException(where + ", on bytes of what lies before it, which ends at " + end);
            }
            end = region.end();
        }
    }

    private static <K> int groupEnd(List<Map.Entry<K, Region>> sorted, int begin) {
        int end = begin + 1;
        long start = sorted.get(begin).getValue().begin();
        while (end < sorted.size() && sorted.get(end).getValue().end() - start <= MAX_MAPPING) {
            end++;
        }
        return end;
    }

    private <K> void mapGroup(List<Map.Entry<K, Region>> group, Map<K, MappedBytes> mapped) throws IOException {
        long begin = group.get(0).getValue().begin();
        long end = group.get(group.size() - 1).getValue().end();
        MappedBytes all = map(begin, end);
        for (Map.Entry<K, Region> entry : group) {
            Region region = entry.getValue();
            mapped.put(entry.getKey(), all.range(region.begin() - begin, region.end() - begin));
        }
    }

    private MappedBytes map(long begin, long end) throws IOException {
        List<ByteBuffer> slices = new ArrayList<>();
        long most = end - begin > Integer.MAX_VALUE ? MAX_MAPPING : Integer.MAX_VALUE;
        try {
            for (long start = begin; start < end || slices.isEmpty(); start += most) {
                slices.add(channel.map(mode, start, Math.min(most, end - start)));
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("Could not map " + file + ": " + e.getMessage(), e);
        }
        return new MappedBytes(slices, mode == MapMode.PRIVATE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * A part of a file.
     *
     * @param begin its first byte, not negative
     * @param end the byte after its last, not before {@code begin}
     */
    public record Region(long begin, long end) implements Comparable<Region> {

        @Override
        public int compareTo(Region other) {
            return begin != other.begin ? Long.compare(begin, other.begin) : Long.compare(end, other.end);
        }
    }
}
