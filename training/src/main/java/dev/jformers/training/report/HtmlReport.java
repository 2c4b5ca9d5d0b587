package dev.jformers.training.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Renders a {@link RunReport} as one HTML file that needs nothing else: no network, no script, no font. Whatever a run brings
 * along (texts, names, paths) is shown as text, never as markup.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /** The whole page. */
    public static String render(RunReport report) {
        Template template = Mustache.compiler().compile(resource("report.mustache"));
        return template.execute(ReportView.of(report, resource("report.css")));
    }

    /**
     * Writes the page; the file appears whole or not at all.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(RunReport report, Path target) throws IOException {
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try {
            writeWhole(render(report), beside);
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(target + " cannot be written: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void writeWhole(String text, Path file) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing beside " + HtmlReport.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of " + HtmlReport.class.getName() + " cannot be read", e);
        }
    }
}
