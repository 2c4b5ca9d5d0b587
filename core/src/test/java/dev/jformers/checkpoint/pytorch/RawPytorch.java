package dev.jformers.checkpoint.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of torch.save put together by hand, so that they can break any rule. */
public final class RawPytorch {

    private RawPytorch() {}

    /** An archive of a pickle and the storages 0, 1 and so on. */
    public static byte[] archive(byte[] pickle, byte[]... storages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "model/data.pkl", pickle);
            for (int i = 0; i < storages.length; i++) {
                add(zip, "model/data/" + i, storages[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }

    /** The pickle of one float32 tensor in storage 0. */
    public static byte[] stateDict(String name, List<Integer> shape, List<Integer> strides, int elements) {
        return new Program()
                .op(Pickle.EMPTY_DICT)
                .text(name)
                .global("torch._utils", "_rebuild_tensor_v2")
                .op(Pickle.MARK)
                .op(Pickle.MARK)
                .text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .integer(elements)
                .op(Pickle.TUPLE)
                .op(Pickle.BINPERSID)
                .integer(0)
                .integers(shape)
                .integers(strides)
                .op(Pickle.TUPLE)
                .op(Pickle.REDUCE)
                .op(Pickle.SETITEM)
                .end();
    }

    /** The bytes of a pickle, opcode by opcode. */
    public static final class Program {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        public Program() {
            op(Pickle.PROTO).op(2);
        }

        Program op(int opcode) {
            bytes.write(opcode);
            return this;
        }

        Program text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op(Pickle.BINUNICODE);
            int32(utf8.length);
            bytes.writeBytes(utf8);
            return this;
        }

        Program global(String module, String name) {
            op(Pickle.GLOBAL);
            bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Program integer(int value) {
            op(Pickle.BININT);
            int32(value);
            return this;
        }

        Program integers(List<Integer> values) {
            op(Pickle.MARK);
            values.forEach(this::integer);
            return op(Pickle.TUPLE);
        }

        byte[] end() {
            return op(Pickle.STOP).bytes.toByteArray();
        }

        private void int32(int value) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }
    }
}
