package dev.jformers.training.progress;

import dev.jformers.training.metrics.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Lays progress out in the columns that there are: what is wanted least is left out first.
 *
 * @param box whether the terminal can show box-drawing characters
 */
record ProgressLines(boolean box) {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle TITLE = AttributedStyle.DEFAULT.bold();
    private static final AttributedStyle FILLED = AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
    private static final int SHORTEST_BAR = 8;
    private static final int LONGEST_BAR = 40;
    private static final String GAP = "  ";

    List<AttributedString> starting(StageHead head, int width) {
        return List.of(cut(new AttributedStringBuilder().styled(TITLE, head.title()), width));
    }

    List<AttributedString> training(StageHead head, StepProgress progress, int width) {
        long step = progress.step();
        long total = progress.totalSteps();
        List<String> facts = List.of(ProgressText.count(step, total), ProgressText.timeLeft(progress));
        return List.of(barLine(head.title(), share(step, total), facts, width), figures(progress, width));
    }

    List<AttributedString> evaluating(StageHead head, long done, long total, int width) {
        List<String> facts = List.of(ProgressText.count(done, total), ProgressText.percent(done, total));
        return List.of(barLine(head.title() + " evaluating", share(done, total), facts, width));
    }

    /** What stays above the display; the terminal would break a line that is longer than it is wide. */
    String evaluated(StageHead head, LogEntry entry, int width) {
        String at = head.title() + GAP + ProgressText.evaluatedAt(entry) + " ";
        String line = at + joinWhatFits(ProgressText.measured(entry), width - at.length());
        return line.substring(0, Math.min(width, line.length())).stripTrailing();
    }

    private static double share(long done, long total) {
        return total <= 0 ? 0 : Math.min(1, (double) done / total);
    }

    private AttributedString barLine(String title, double share, List<String> facts, int width) {
        String shown = joinWhatFits(facts, width - title.length() - GAP.length());
        int used = title.length() + GAP.length() + shown.length();
        int bar = Math.min(LONGEST_BAR, width - used - GAP.length());
        var line = new AttributedStringBuilder().styled(TITLE, title).append(GAP);
        if (bar >= SHORTEST_BAR) {
            appendBar(line, share, bar);
            line.append(GAP);
        }
        return cut(line.append(shown), width);
    }

    private void appendBar(AttributedStringBuilder line, double share, int length) {
        int filled = (int) Math.round(share * length);
        line.styled(FILLED, (box ? "\u2501" : "=").repeat(filled));
        line.styled(FAINT, (box ? "\u2501" : "-").repeat(length - filled));
    }

    private static AttributedString figures(StepProgress progress, int width) {
        String figures = joinWhatFits(ProgressText.figures(progress), width);
        return cut(new AttributedStringBuilder().styled(PLAIN, figures), width);
    }

    private static String joinWhatFits(List<String> parts, int width) {
        List<String> fitting = new ArrayList<>();
        int used = 0;
        for (String part : parts) {
            used += part.length() + (fitting.isEmpty() ? 0 : GAP.length());
            if (used > width) {
                break;
            }
            fitting.add(part);
        }
        return String.join(GAP, fitting);
    }

    private static AttributedString cut(AttributedStringBuilder line, int width) {
        return line.toAttributedString().columnSubSequence(0, width);
    }
}
