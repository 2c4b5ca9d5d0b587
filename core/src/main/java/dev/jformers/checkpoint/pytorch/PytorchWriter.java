package dev.jformers.checkpoint.pytorch;

import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a state dict as {@code torch.save} does: a zip archive of a pickle and, beside it, the bytes of each tensor, stored
 * as they are at multiples of 64. {@code torch.load} reads it with {@code weights_only=True} and with {@code mmap=True}. The
 * same tensors always give the same file.
 */
public final class PytorchWriter {

    /** Entries lie below one folder, which may have any name. */
    private static final String ROOT = "archive/";

    /** Later than the first hour of the format, which Java would write twice. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;
    private static final int ZIP64_EXTRA = 20;
    private static final long ZIP64_FROM = 0xffff_ffffL;

    private final CountingStream position;
    private final ZipOutputStream zip;

    private PytorchWriter(CountingStream position) {
        this.position = position;
        this.zip = new ZipOutputStream(position);
        zip.setMethod(ZipOutputStream.STORED);
    }

    /**
     * Writes a file that somebody else makes appear whole. The bytes of each tensor are asked for twice, for their checksum comes
     * before them.
     *
     * @throws IllegalArgumentException if PyTorch has no storage for a tensor's type
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    public static void write(List<StoredTensor> tensors, Path file) throws IOException {
        byte[] pickle =
                StateDictPickle.of(tensors.stream().map(StoredTensor::info).toList());
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                CountingStream counted = new CountingStream(new BufferedOutputStream(out))) {
            PytorchWriter writer = new PytorchWriter(counted);
            writer.add("data.pkl", pickle);
            writer.add("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < tensors.size(); i++) {
                writer.add("data/" + i, tensors.get(i));
            }
            writer.add("version", "3\n".getBytes(StandardCharsets.US_ASCII));
            writer.zip.finish();
        }
    }

    private void add(String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        begin(name, content.length, checksum.getValue());
        zip.write(content);
        zip.closeEntry();
    }

    private void add(String name, StoredTensor tensor) throws IOException {
        TensorInfo info = tensor.info();
        CRC32 checksum = new CRC32();
        tensor.bytes().writeTo((ByteBuffer part) -> checksum.update(part));
        begin(name, info.bytes(), checksum.getValue());
        WritableByteChannel channel = Channels.newChannel(zip);
        tensor.bytes().writeTo(part -> {
            while (part.hasRemaining()) {
                channel.write(part);
            }
        });
        zip.closeEntry();
    }

    /** The bytes of an entry begin at a multiple of 64: its header is filled up by an extra field, as PyTorch's is. */
    private void begin(String name, long bytes, long checksum) throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(bytes);
        entry.setCompressedSize(bytes);
        entry.setCrc(checksum);
        int large = bytes >= ZIP64_FROM ? ZIP64_EXTRA : 0;
        long begin = position.written() + LOCAL_HEADER + ROOT.length() + name.length() + large + EXTRA_HEADER;
        int filler = (int) (-begin & (ALIGNMENT - 1));
        byte[] extra = new byte[EXTRA_HEADER + filler];
        extra[0] = 'F';
        extra[1] = 'B';
        extra[2] = (byte) filler;
        entry.setExtra(extra);
        zip.putNextEntry(entry);
    }
}
