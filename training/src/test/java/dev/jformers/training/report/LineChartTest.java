package dev.jformers.training.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.training.report.Series.Look;
import dev.jformers.training.report.Series.Point;
import java.util.List;
import java.util.stream.LongStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class LineChartTest {

    private static Document draw(Point... points) {
        Series series = new Series("loss", Look.LINE, List.of(points));
        return Jsoup.parse(new LineChart("Loss", List.of(series), false).svg(), Parser.xmlParser());
    }

    @Test
    void valueThatIsNoNumberBreaksTheLineAndIsMarked() {
        Document svg = draw(new Point(1, 2), new Point(2, Double.NaN), new Point(3, 1), new Point(4, 0.5));

        assertEquals(1, svg.select("path.lost").size());
        assertEquals(
                2,
                svg.select("path.curve").attr("d").chars().filter(c -> c == 'M').count());
        assertTrue(svg.text().contains("step 2 \u00b7 loss n/a"), svg.text());
        assertFalse(svg.outerHtml().contains("NaN"), svg.outerHtml());
    }

    @Test
    void singlePointIsADot() {
        Document svg = draw(new Point(1, 0.7));

        assertEquals(1, svg.select("circle.line").size());
        assertEquals(1, svg.select("g.band").size());
    }

    @Test
    void longCurveIsThinnedButKeepsItsSpikes() {
        List<Point> points = LongStream.range(0, 50_000)
                .mapToObj(step -> new Point(step, step == 31_234 ? 9 : step == 40_001 ? Double.NaN : 1))
                .toList();
        Series thinned = new Series("loss", Look.LINE, points).thinned();

        assertTrue(thinned.points().size() <= 700, thinned.points().size() + " points");
        assertTrue(thinned.points().contains(new Point(31_234, 9)));
        assertTrue(thinned.points().contains(new Point(40_001, Double.NaN)));
    }

    @Test
    void smoothedCurveLeavesOutWhatIsNoNumber() {
        List<Point> points = LongStream.range(0, 60)
                .mapToObj(step -> new Point(step, step == 30 ? Double.NaN : 1))
                .toList();
        Series smoothed = new Series("loss", Look.LINE, points).smoothed();

        assertTrue(smoothed.points().stream().allMatch(point -> point.value() == 1));
    }
}
