package dev.jformers.cli;

import dev.jformers.Ending;
import dev.jformers.TextGenerator.Answer;
import dev.jformers.generation.TooLong;
import java.io.PrintWriter;

/**
 * Says what a text does not: that some of it was left out, or that the model had no room for more.
 *
 * @param choice what becomes of texts that are too long
 * @param positions how many tokens the model has learnt to read in a row
 */
record AnswerNotes(PrintWriter err, TooLong choice, long positions) {

    void say(Answer answer) {
        String known = "the model knows " + positions + " positions: ";
        if (answer.droppedTokens() > 0) {
            note(known + answer.droppedTokens() + " tokens were left out (--too-long " + choice + ")");
        }
        if (answer.ending() == Ending.POSITIONS) {
            note(known + "the text ended at the last one; --too-long slide goes on");
        } else if (choice == TooLong.ERROR && answer.promptTokens() + (long) answer.tokens().length > positions) {
            note(known + "what stands behind them may be worse; --too-long truncate or slide stay within");
        }
    }

    private void note(String text) {
        err.println(text);
        err.flush();
    }
}
