package dev.jformers.cli;

import dev.jformers.TextGenerator;
import dev.jformers.TextGenerator.Answer;
import dev.jformers.chat.Message;
import dev.jformers.cli.text.TextRow;
import dev.jformers.cli.text.TextSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A conversation on the terminal. The whole of it is sent with each message. Not thread-safe. */
final class ChatSession {

    private static final String SIGN = "> ";

    private final TextGenerator generator;
    private final AnswerSettings settings;
    private final AnswerPrinter printer;
    private final List<Message> messages = new ArrayList<>();

    /**
     * @param opening what is said before the first message of the user
     */
    ChatSession(TextGenerator generator, AnswerSettings settings, List<Message> opening, AnswerPrinter printer) {
        this.generator = generator;
        this.settings = settings;
        this.printer = printer;
        messages.addAll(opening);
    }

    /** Answers one message. */
    void say(String text) throws InterruptedException {
        messages.add(Message.user(text));
        Answer answer = printer.print(
                text,
                sink -> generator.chat(
                        messages, settings.config(), settings.stopStrings(), sink, settings.acceleration()));
        messages.add(Message.assistant(answer.text()));
    }

    /** Answers the lines of the standard input, each as it comes. */
    void answerLines(PrintWriter out) throws IOException, InterruptedException {
        try (TextSource source = TextSource.ofLines(System.in, "standard input")) {
            sign(out);
            for (TextRow row = source.read(); row != null; row = source.read()) {
                say(row.text());
                if (out.checkError()) {
                    throw new InterruptedIOException("nobody waits for the answers any more");
                }
                sign(out);
            }
        }
    }

    /** Shows a person whose turn it is. */
    private static void sign(PrintWriter out) {
        if (Console.isTerminal()) {
            out.print(SIGN);
            out.flush();
        }
    }
}
