package dev.jformers.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript archive in memory: the zip file that {@code torch.jit.save} would write for a module without parameters. */
final class ScriptArchive {

    /** An empty tuple: the module has no constants. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private ScriptArchive() {}

    /**
     * @param className name of the module's class
     * @param methods its methods as TorchScript's serialised form has them, indented by two spaces
     * @return the bytes of the archive
     */
    static byte[] of(String className, String methods) {
        String code = "class " + className + "(Module):\n"
                + "  __parameters__ = []\n"
                + "  __buffers__ = []\n"
                + "  training : bool\n"
                + methods;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "archive/data.pkl", pickledModule(className));
            put(zip, "archive/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            put(zip, "archive/constants.pkl", NO_CONSTANTS);
            put(zip, "archive/version", "10\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle, protocol 2: {@code __torch__.<className>} made with no arguments, its state {@code {"training": True}}. */
    private static byte[] pickledModule(String className) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        byte[] key = "training".getBytes(StandardCharsets.US_ASCII);
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        pickle.writeBytes(new byte[] {'X', (byte) key.length, 0, 0, 0});
        pickle.writeBytes(key);
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
