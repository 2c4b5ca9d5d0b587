package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedFile;
import dev.jformers.checkpoint.MappedFile.Region;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The records at the end of a zip archive, which say where its directory is. */
final class ZipEnd {

    private static final int SIGNATURE = 0x06054b50;
    private static final int BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int WIDE_SIGNATURE = 0x06064b50;
    private static final int WIDE_BYTES = 56;
    private static final int IN_WIDE = -1;

    private ZipEnd() {}

    static Region directory(MappedFile file) throws IOException {
        long tailBegin = Math.max(0, file.size() - BYTES - MAX_COMMENT);
        ByteBuffer tail = file.read(tailBegin, (int) (file.size() - tailBegin));
        for (int end = tail.limit() - BYTES; end >= 0; end--) {
            if (tail.getInt(end) == SIGNATURE) {
                return directory(file, tail, end, tailBegin);
            }
        }
        throw new InvalidInputException(file.file()
                + " begins as a zip archive but has no directory at its end; it is truncated: copy it again");
    }

    private static Region directory(MappedFile file, ByteBuffer tail, int end, long tailBegin) throws IOException {
        long bytes = Integer.toUnsignedLong(tail.getInt(end + 12));
        long begin = Integer.toUnsignedLong(tail.getInt(end + 16));
        long limit = tailBegin + end;
        int locator = end - LOCATOR_BYTES;
        boolean wide = tail.getInt(end + 12) == IN_WIDE || tail.getInt(end + 16) == IN_WIDE;
        if (wide && locator >= 0 && tail.getInt(locator) == LOCATOR_SIGNATURE) {
            limit = tail.getLong(locator + 8);
            ByteBuffer record = wideRecord(file, limit);
            bytes = record.getLong(40);
            begin = record.getLong(48);
        }
        if (bytes < 0 || begin < 0 || begin > limit - bytes) {
            throw new InvalidInputException(file.file() + ": its zip directory should be " + bytes + " bytes at "
                    + begin + " but must end before " + limit + "; the file is truncated or damaged");
        }
        return new Region(begin, begin + bytes);
    }

    private static ByteBuffer wideRecord(MappedFile file, long begin) throws IOException {
        if (begin >= 0 && begin <= file.size() - WIDE_BYTES) {
            ByteBuffer record = file.read(begin, WIDE_BYTES);
            if (record.getInt(0) == WIDE_SIGNATURE) {
                return record;
            }
        }
        throw new InvalidInputException(
                file.file() + ": there is no zip directory at byte " + begin + ", where the end of the file says");
    }
}
