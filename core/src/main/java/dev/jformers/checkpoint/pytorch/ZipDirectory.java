package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedFile;
import dev.jformers.checkpoint.MappedFile.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Where in the file of {@code torch.save} its parts are. They are stored without compression, one after another, in a zip
 * archive (with the 64-bit records of large ones), all under one folder whose name does not matter.
 */
final class ZipDirectory {

    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final long MAX_DIRECTORY_BYTES = 64_000_000;
    private static final int ENCRYPTED = 1;

    private final MappedFile file;
    private final Map<String, Entry> entries = new HashMap<>();
    private String folder = "";

    private ZipDirectory(MappedFile file) {
        this.file = file;
    }

    static ZipDirectory read(MappedFile file) throws IOException {
        LegacyFiles.refuse(file);
        ZipDirectory directory = new ZipDirectory(file);
        Region region = ZipEnd.directory(file);
        if (region.end() - region.begin() > MAX_DIRECTORY_BYTES) {
            throw new InvalidInputException(file.file() + ": its zip directory has " + (region.end() - region.begin())
                    + " bytes but may have " + MAX_DIRECTORY_BYTES + " at most");
        }
        directory.readEntries(file.read(region.begin(), (int) (region.end() - region.begin())));
        directory.findFolder();
        return directory;
    }

    boolean has(String name) {
        return entries.containsKey(path(name));
    }

    /** The full name of a part. */
    String path(String name) {
        return folder + name;
    }

    /** Where the bytes of a part are. */
    Region region(String name) throws IOException {
        Entry entry = entry(name);
        long header = entry.header();
        if (header < 0 || header > file.size() - LOCAL_BYTES) {
            throw truncated(name, header);
        }
        ByteBuffer local = file.read(header, LOCAL_BYTES);
        if (local.getInt(0) != LOCAL_SIGNATURE) {
            throw new InvalidInputException(file.file() + ": there is no " + path(name) + " at byte " + header
                    + ", where the zip directory says");
        }
        long begin = header + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
        if (begin > file.size() - entry.bytes()) {
            throw truncated(name, begin);
        }
        return new Region(begin, begin + entry.bytes());
    }

    /** The bytes of a small part, which must have the checksum of the directory. */
    ByteBuffer bytes(String name, int most) throws IOException {
        Region region = region(name);
        long bytes = region.end() - region.begin();
        if (bytes > most) {
            throw new InvalidInputException(
                    file.file() + ": " + path(name) + " has " + bytes + " bytes but may have " + most + " at most");
        }
        ByteBuffer content = file.read(region.begin(), (int) bytes);
        CRC32 checksum = new CRC32();
        checksum.update(content.duplicate());
        if ((int) checksum.getValue() != entry(name).checksum()) {
            throw new InvalidInputException(
                    file.file() + ": " + path(name) + " is damaged: its checksum is not that of the zip directory");
        }
        return content;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(path(name));
        if (entry == null) {
            throw new InvalidInputException(file.file() + " has no " + path(name) + "; was it written by torch.save?");
        }
        if (entry.method() != 0 || entry.bytes() != entry.packedBytes() || (entry.flags() & ENCRYPTED) != 0) {
            throw new InvalidInputException(
                    file.file() + ": " + path(name)
                            + " is compressed or encrypted, which torch.save does not do; save the model again with torch.save");
        }
        return entry;
    }

    private void readEntries(ByteBuffer directory) {
        while (directory.hasRemaining()) {
            int begin = directory.position();
            if (directory.remaining() < ENTRY_BYTES || directory.getInt(begin) != ENTRY_SIGNATURE) {
                throw damaged();
            }
            int nameBytes = unsigned(directory, begin + 28);
            int extraBytes = unsigned(directory, begin + 30);
            int commentBytes = unsigned(directory, begin + 32);
            int bytes = ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
            if (directory.remaining() < bytes) {
                throw damaged();
            }
            String name = StandardCharsets.UTF_8
                    .decode(directory.slice(begin + ENTRY_BYTES, nameBytes))
                    .toString();
            ByteBuffer extra = directory.slice(begin + ENTRY_BYTES + nameBytes, extraBytes);
            if (entries.put(name, Entry.read(directory, begin, extra)) != null) {
                throw new InvalidInputException(file.file() + " has two parts named " + name);
            }
            directory.position(begin + bytes);
        }
    }

    private void findFolder() {
        String suffix = "/" + Pickle.NAME;
        for (String name : entries.keySet()) {
            if (name.endsWith(suffix) && name.indexOf('/') == name.length() - suffix.length()) {
                folder = name.substring(0, name.length() - Pickle.NAME.length());
            }
        }
        if (folder.isEmpty()) {
            throw new InvalidInputException(
                    file.file() + " is a zip archive without " + Pickle.NAME + "; it was not written by torch.save");
        }
        if (entries.keySet().stream().anyMatch(name -> name.startsWith(folder + "code/"))) {
            throw new InvalidInputException(
                    file.file()
                            + " is a TorchScript archive, which holds a program; save the model's state_dict() with torch.save");
        }
    }

    private InvalidInputException damaged() {
        return new InvalidInputException(file.file() + ": its zip directory is damaged; copy or save the file again");
    }

    private InvalidInputException truncated(String name, long begin) {
        Path path = file.file();
        return new InvalidInputException(path + ": " + path(name) + " lies at byte " + begin
                + " and on, but the file ends at " + file.size() + "; it is truncated or says so wrongly");
    }

    private static int unsigned(ByteBuffer buffer, int index) {
        return Short.toUnsignedInt(buffer.getShort(index));
    }

    /** What the directory says of a part. */
    private record Entry(int method, int flags, int checksum, long packedBytes, long bytes, long header) {

        private static final int ZIP64 = 1;
        private static final int IN_EXTRA = -1;

        static Entry read(ByteBuffer directory, int begin, ByteBuffer extra) {
            ByteBuffer wide = wideNumbers(extra.order(directory.order()));
            long bytes = number(directory.getInt(begin + 24), wide);
            long packedBytes = number(directory.getInt(begin + 20), wide);
            long header = number(directory.getInt(begin + 42), wide);
            return new Entry(
                    unsigned(directory, begin + 10),
                    unsigned(directory, begin + 8),
                    directory.getInt(begin + 16),
                    packedBytes,
                    bytes,
                    header);
        }

        /** A number that does not fit 32 bits is in the extra field; one that is not there is no number. */
        private static long number(int narrow, ByteBuffer wide) {
            if (narrow != IN_EXTRA) {
                return Integer.toUnsignedLong(narrow);
            }
            long number = wide.remaining() < Long.BYTES ? Long.MAX_VALUE : wide.getLong();
            return number < 0 ? Long.MAX_VALUE : number;
        }

        private static ByteBuffer wideNumbers(ByteBuffer extra) {
            int begin = 0;
            while (begin + 4 <= extra.limit()) {
                int bytes = Math.min(unsigned(extra, begin + 2), extra.limit() - begin - 4);
                if (unsigned(extra, begin) == ZIP64) {
                    return extra.slice(begin + 4, bytes).order(extra.order());
                }
                begin += 4 + bytes;
            }
            return ByteBuffer.allocate(0);
        }
    }
}
