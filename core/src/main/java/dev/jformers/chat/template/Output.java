package dev.jformers.chat.template;

/** What a template has written. Not thread-safe. */
final class Output {

    private static final int MAX_LENGTH = 10_000_000;

    private final StringBuilder text = new StringBuilder();

    void write(String part) {
        if (text.length() + part.length() > MAX_LENGTH) {
            throw new TemplateError("the text would be longer than " + MAX_LENGTH + " letters");
        }
        text.append(part);
    }

    Output empty() {
        return new Output();
    }

    String text() {
        return text.toString();
    }
}
