import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * Runs many {@code jformers} commands in one Java, for starting it takes longer than a small model. Each line of standard input
 * is a command, its arguments apart by tabs; the answer is a line with its exit code and the number of lines that it printed,
 * and then these.
 *
 * <pre>java -cp CLASSES scripts/ManyCommands.java</pre>
 */
final class ManyCommands {

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Class<?> command = Class.forName("dev.jformers.cli.JformersCommand");
        Class<?> interruption = Class.forName("dev.jformers.cli.Interruption");
        Method none = interruption.getDeclaredMethod("none");
        Method execute = command.getDeclaredMethod(
                "execute", PrintWriter.class, PrintWriter.class, interruption, String[].class);
        none.setAccessible(true);
        execute.setAccessible(true);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            StringWriter printed = new StringWriter();
            PrintWriter writer = new PrintWriter(printed);
            Object code = execute.invoke(null, writer, writer, none.invoke(null), line.split("\t"));
            System.out.println(code + " " + printed.toString().lines().count());
            printed.toString().lines().forEach(System.out::println);
            System.out.flush();
        }
    }
}
