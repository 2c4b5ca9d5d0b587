package dev.jformers.training.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.jformers.checkpoint.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
     * Writes the page; the file appears whole or not at all, missing folders are made.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(RunReport report, Path target) throws IOException {
        String page = render(report);
        AtomicFiles.writeFile(target, file -> Files.writeString(file, page));
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
