package dev.jformers.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.TextGenerator.Answer;
import dev.jformers.generation.Acceptance;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows texts that are generated.
 *
 * @param json one object for each, at its end, instead of the text as it comes
 * @param notes go with each
 */
record AnswerPrinter(PrintWriter out, boolean json, AnswerNotes notes) {

    /** Generates a text. */
    @FunctionalInterface
    interface Source {

        /**
         * @param sink takes the text as it comes
         */
        Answer generate(Consumer<String> sink) throws InterruptedException;
    }

    /** Generates several texts. */
    @FunctionalInterface
    interface Texts {

        List<Answer> generate() throws InterruptedException;
    }

    /** Returns what was shown. */
    Answer print(String prompt, Source source) throws InterruptedException {
        Clock clock = new Clock();
        Answer answer = source.generate(piece -> {
            clock.tick();
            if (!json) {
                out.print(piece);
                out.flush();
            }
        });
        out.println(
                json ? described(prompt, answer, clock, answer.tokens().length).toString() : "");
        out.flush();
        notes.say(answer);
        return answer;
    }

    /** Shows texts that come together, a line each; returns them. */
    List<Answer> printAll(String prompt, Texts source) throws InterruptedException {
        Clock clock = new Clock();
        List<Answer> answers = source.generate();
        clock.tick();
        int tokens = answers.stream().mapToInt(answer -> answer.tokens().length).sum();
        for (Answer answer : answers) {
            out.println(json ? described(prompt, answer, clock, tokens).toString() : answer.text());
            out.flush();
            notes.say(answer);
        }
        return answers;
    }

    /** When the first piece came, and the last. */
    private static final class Clock {

        private final long start = System.nanoTime();
        private long first;
        private long last;

        void tick() {
            last = System.nanoTime();
            first = first == 0 ? last : first;
        }

        /** From the call to the first piece of the text, which may take several tokens; 0 where none came. */
        double secondsToFirst() {
            return first == 0 ? 0 : (first - start) / 1e9;
        }

        double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }

        /** Behind the first piece, so that reading the prompt does not count; of all where there was one piece. */
        double tokensPerSecond(int tokens) {
            double behind = (last - first) / 1e9;
            return behind > 0 ? (tokens - 1) / behind : tokens / seconds();
        }
    }

    /**
     * @param tokens of all texts that the clock was running for
     */
    private JsonObject described(String prompt, Answer answer, Clock clock, int tokens) {
        JsonObject json = new JsonObject();
        json.addProperty("prompt", prompt);
        json.addProperty("text", answer.text());
        json.addProperty("prompt_tokens", answer.promptTokens());
        json.addProperty("too_long", notes.choice().toString());
        json.addProperty("dropped_tokens", answer.droppedTokens());
        json.addProperty("finish_reason", answer.ending().toString());
        JsonArray ids = new JsonArray();
        Arrays.stream(answer.tokens()).forEach(ids::add);
        json.add("tokens", ids);
        JsonArray logs = new JsonArray();
        for (float log : answer.generated().logProbabilities()) {
            logs.add(log);
        }
        json.add("log_probabilities", logs);
        Acceptance acceptance = answer.generated().acceptance();
        if (acceptance.drafted() > 0) {
            json.addProperty("drafted_tokens", acceptance.drafted());
            json.addProperty("accepted_tokens", acceptance.accepted());
            json.addProperty("acceptance_rate", acceptance.rate());
        }
        json.addProperty("seconds_to_first_token", clock.secondsToFirst());
        json.addProperty("seconds", clock.seconds());
        json.addProperty("tokens_per_second", clock.tokensPerSecond(tokens));
        return json;
    }
}
