package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.onsale.charts.Panel.Bars;
import dev.onsale.charts.Panel.Guide;
import dev.onsale.charts.Panel.Line;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Panel.Whisker;
import dev.onsale.core.history.Level;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.Bound;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What the plots show, read off their data. */
class PlotsTest {
    private static Panel panel(Sheet sheet, String title) {
        return sheet.panels().stream()
                .filter(panel -> panel.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static SyntheticRun small() {
        return new SyntheticRun()
                .architectures("direct", "indirect")
                .strategies("lua")
                .workers(1, 2, 4);
    }

    /** Workers times 100 and the repeat times 10, twice as much on the direct side, and 5 less when numbered. */
    private static TrialRow figured(TrialRow row) {
        double base = row.setup().workers() * 100 + row.setup().repeat() * 10;
        double side = row.setup().architecture().equals("direct") ? 2 * base : base;
        return SyntheticRun.at(row, row.setup().model().equals("numbered") ? side - 5 : side);
    }

    @Test
    void throughputIsTheMedianOfRepeatsWithWhiskersToTheOutermost() throws Exception {
        Sheet sheet = new ThroughputPlot()
                .draw(small().repeats(3).change(PlotsTest::figured).data());
        assertThat(sheet.panels())
                .extracting(Panel::title)
                .containsExactly(
                        "direct · unnumbered", "indirect · unnumbered", "direct · numbered", "indirect · numbered");
        Panel panel = panel(sheet, "indirect · unnumbered");
        assertThat(panel.layers(Line.class))
                .singleElement()
                .satisfies(line -> assertThat(line.points())
                        .containsExactly(new Point(1, 120), new Point(2, 220), new Point(4, 420)));
        assertThat(panel.layers(Whisker.class))
                .extracting(Whisker::from, Whisker::to)
                .contains(tuple(new Point(1, 110), new Point(1, 130)));
        assertThat(panel.layers(Points.class))
                .singleElement()
                .extracting(Points::verdict)
                .isEqualTo(Verdict.VALID);
        assertThat(panel.y().min()).isZero();
        assertThat(panel(sheet, "direct · numbered").y().max())
                .isEqualTo(panel(sheet, "direct · unnumbered").y().max());
    }

    @Test
    void ceilingAndFloorAreLinesAndWhatIsFarAboveIsSaidAtTheEdge() throws Exception {
        Sheet sheet = new ThroughputPlot()
                .draw(small().change(PlotsTest::figured)
                        .bounds(
                                new Bound("direct", "ceiling", "static HTTP", 70_000),
                                new Bound("direct", "floor", "an afternoon's", 50),
                                new Bound("indirect", "ceiling", "one way", 600))
                        .data());
        Panel direct = panel(sheet, "direct · unnumbered");
        assertThat(direct.layers(Guide.class))
                .containsExactly(new Guide(
                        new Point(direct.x().min(), 50), new Point(direct.x().max(), 50)));
        assertThat(direct.layers(Text.class))
                .extracting(Text::text)
                .containsExactly("↑ ceiling", "70,000", "floor", "50");
        assertThat(direct.layers(Text.class))
                .extracting(text -> text.at().x())
                .containsOnly(direct.x().max());
        assertThat(direct.y().max()).isLessThan(2_000);
        Panel indirect = panel(sheet, "indirect · unnumbered");
        assertThat(indirect.y().max()).isGreaterThanOrEqualTo(600);
        assertThat(indirect.layers(Text.class)).extracting(Text::text).containsExactly("ceiling", "600");
        assertThat(sheet.legend())
                .extracting(Sheet.Entry::label)
                .contains(
                        "ceiling, of a run of limits: static HTTP; one way",
                        "floor, of a run of limits: an afternoon's");
        assertThat(new ThroughputPlot().draw(small().data()).panels())
                .allSatisfy(panel -> assertThat(panel.layers(Guide.class)).isEmpty());
    }

    @Test
    void labelsOfBoundsThatAreBothFarAboveStandOneBelowTheOther() throws Exception {
        Panel panel = panel(
                new ThroughputPlot()
                        .draw(small().change(PlotsTest::figured)
                                .bounds(
                                        new Bound("direct", "ceiling", "static HTTP", 70_000),
                                        new Bound("direct", "floor", "an afternoon's", 40_000))
                                .data()),
                "direct · unnumbered");
        assertThat(panel.layers(Text.class))
                .extracting(Text::text)
                .containsExactly("↑ ceiling", "70,000", "↑ floor", "40,000");
        assertThat(panel.layers(Text.class))
                .extracting(text -> text.at().y())
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void serviceTimeStandsOnThePicture() throws Exception {
        assertThat(Footer.lines(
                        small().change(row -> SyntheticRun.serving(row, 2.5)).data()))
                .anySatisfy(line -> assertThat(line).contains(" · service time 2.5 ms · "));
        assertThat(Footer.lines(
                        small().change(row -> SyntheticRun.serving(row, 0)).data()))
                .noneMatch(line -> line.contains("service time"));
    }

    @Test
    void oneTrialACellHasNoWhiskers() throws Exception {
        Sheet sheet = new ThroughputPlot().draw(small().data());
        assertThat(sheet.panels())
                .allSatisfy(panel -> assertThat(panel.layers(Whisker.class)).isEmpty());
        assertThat(sheet.subtitle()).doesNotContain("epeats");
    }

    @Test
    void aFailedTrialIsAGapAndNeverZero() throws Exception {
        RunData run = small().change(row -> row.setup().workers() == 2 ? SyntheticRun.failed(row, "no broker") : row)
                .data();
        List<Point> points = panel(new ThroughputPlot().draw(run), "direct · numbered")
                .layers(Line.class)
                .get(0)
                .points();
        assertThat(points).hasSize(3);
        assertThat(points.get(1)).isEqualTo(Point.gap(2));
        assertThat(points).extracting(Point::y).doesNotContain(0.0);
        assertThat(Footer.badge(run.rows())).isEqualTo("12 trials: 8 VALID, 4 failed");
        assertThat(Footer.lines(run))
                .last()
                .asString()
                .isEqualTo("Failed, so not drawn: direct-unnumbered-lua-w2-r1, direct-numbered-lua-w2-r1,"
                        + " indirect-unnumbered-lua-w2-r1, indirect-numbered-lua-w2-r1 (no broker)");
    }

    private static TrialRow showed(TrialRow row, Verdict verdict, Level level) {
        Measured measured = row.measured().orElseThrow();
        return new TrialRow(row.setup(), new Measured(measured.figures(), verdict, level.name(), ""));
    }

    @Test
    void theLegendSaysTheWorstVerdictAndLevelOfEachStrategy() throws Exception {
        RunData run = small().strategies("lock", "lua", "racy")
                .change(row -> switch (row.setup().strategy() + row.setup().workers()) {
                    case "racy1" -> row;
                    case "lua2" -> showed(row, Verdict.VALID, Level.LINEARIZABLE);
                    case "lock4" -> showed(row, Verdict.INVALID, Level.SAFE);
                    default -> showed(row, Verdict.VALID, Level.LINEARIZABLE_ORDERED);
                })
                .data();
        assertThat(new ThroughputPlot().draw(run).legend())
                .extracting(Sheet.Entry::label)
                .containsExactly("lock: INVALID, SAFE", "lua: VALID, LINEARIZABLE", "racy", "INVALID");
        assertThat(new LatencyPlot().draw(run).legend())
                .extracting(Sheet.Entry::label)
                .containsExactly(
                        "lock: INVALID, SAFE",
                        "lua: VALID, LINEARIZABLE_ORDERED",
                        "racy: VALID, LINEARIZABLE_ORDERED",
                        "INVALID");
    }

    @Test
    void theWorstVerdictOfTheRepeatsMarksThePoint() throws Exception {
        RunData run = small().repeats(2)
                .change(row -> switch (row.setup().trial()) {
                    case "direct-numbered-lua-w1-r2" -> SyntheticRun.judged(row, Verdict.INVALID, 1, 0);
                    case "direct-numbered-lua-w2-r1" -> SyntheticRun.judged(row, Verdict.UNKNOWN, 0, 1);
                    default -> row;
                })
                .data();
        Sheet sheet = new ThroughputPlot().draw(run);
        assertThat(panel(sheet, "direct · numbered").layers(Points.class))
                .extracting(Points::verdict, points -> points.points().get(0).x())
                .containsExactlyInAnyOrder(
                        tuple(Verdict.INVALID, 1.0), tuple(Verdict.UNKNOWN, 2.0), tuple(Verdict.VALID, 4.0));
        assertThat(sheet.legend()).extracting(Sheet.Entry::label).containsExactly("lua", "UNKNOWN", "INVALID");
        assertThat(Footer.badge(run.rows())).isEqualTo("24 trials: 22 VALID, 1 UNKNOWN, 1 INVALID");
    }

    @Test
    void theBadgeSaysThatAllAreValid() throws Exception {
        assertThat(Footer.badge(new SyntheticRun().data().rows())).isEqualTo("54 trials, all VALID");
    }

    @Test
    void anEmbeddedBrokerIsNamedWhereItWasUsed() throws Exception {
        assertThat(Footer.notes(small().data())).singleElement().asString().contains("not RabbitMQ");
        assertThat(Footer.notes(small().architectures("direct").data())).isEmpty();
    }

    @Test
    void architecturesAreComparedRepeatByRepeat() throws Exception {
        RunData run = small().models("unnumbered")
                .repeats(3)
                .change(row -> {
                    TrialRow figured = figured(row);
                    boolean slow = row.setup().trial().equals("direct-unnumbered-lua-w1-r3");
                    return slow ? SyntheticRun.at(figured, 130 * 8.0) : figured;
                })
                .data();
        Sheet sheet = ComparisonPlot.ofArchitectures().draw(run);
        Panel ratios = panel(sheet, "direct ÷ indirect");
        assertThat(ratios.layers(Points.class))
                .hasSize(3)
                .allSatisfy(points -> assertThat(points.points().get(0).x()).isCloseTo(Math.log10(2), within(1e-9)));
        assertThat(ratios.layers(Whisker.class))
                .singleElement()
                .satisfies(whisker -> assertThat(whisker.to().x()).isCloseTo(Math.log10(8), within(1e-9)));
        assertThat(ratios.layers(Text.class)).extracting(Text::text).containsOnly("2.00");
        assertThat(panel(sheet, "unnumbered").layers(Points.class))
                .extracting(Points::series)
                .containsExactly("direct", "indirect", "direct", "indirect", "direct", "indirect");
    }

    @Test
    void theReferenceStandsBesideThemInNumbers() throws Exception {
        RunData run = new SyntheticRun()
                .models("unnumbered")
                .strategies("lua", "memory")
                .workers(1)
                .change(row -> row.setup().strategy().equals("memory")
                        ? SyntheticRun.judged(row, Verdict.UNKNOWN, 0, 1)
                        : SyntheticRun.at(row, row.setup().architecture().equals("in-process") ? 61_234.4 : 9_000))
                .data();
        Panel panel = panel(ComparisonPlot.ofArchitectures().draw(run), "unnumbered");
        assertThat(panel.layers(Text.class)).extracting(Text::text).contains("61,234", "in-process, ops/s");
        assertThat(panel.layers(Text.class)).extracting(Text::text).anyMatch(text -> text.startsWith("UNKNOWN "));
        assertThat(panel.x().ticks()).last().extracting(Axis.Tick::label).isEqualTo("10,000");
    }

    @Test
    void aSideThatFailedLeavesTheRatioOut() throws Exception {
        RunData run = small().models("numbered")
                .change(row -> row.setup().trial().startsWith("indirect-numbered-lua-w2")
                        ? SyntheticRun.failed(row, "no broker")
                        : row)
                .data();
        Panel ratios = panel(ComparisonPlot.ofArchitectures().draw(run), "direct ÷ indirect");
        assertThat(ratios.y().ticks()).hasSize(3);
        assertThat(ratios.layers(Points.class)).hasSize(2);
    }

    @Test
    void aRatioIsNoBetterThanItsSides() throws Exception {
        RunData run = small().workers(1)
                .change(row ->
                        row.setup().model().equals("numbered") ? SyntheticRun.judged(row, Verdict.INVALID, 1, 0) : row)
                .data();
        Sheet sheet = ComparisonPlot.ofModels().draw(run);
        assertThat(panel(sheet, "unnumbered ÷ numbered").layers(Points.class))
                .singleElement()
                .extracting(Points::verdict)
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void outcomesAreCountedForEachCombination() throws Exception {
        RunData run = small().change(row -> switch (row.setup().trial()) {
                    case "direct-numbered-lua-w1-r1" -> SyntheticRun.judged(row, Verdict.INVALID, 13, 0);
                    case "direct-numbered-lua-w2-r1" -> SyntheticRun.judged(row, Verdict.UNKNOWN, 0, 3);
                    case "indirect-numbered-lua-w4-r1" -> SyntheticRun.failed(row, "no broker");
                    default -> row;
                })
                .data();
        Panel panel = panel(StackedPlot.ofOutcomes().draw(run), "numbered");
        assertThat(panel.layers(Bars.class)).extracting(Bars::series).containsExactly("sold", "rejected", "unknown");
        assertThat(panel.layers(Bars.class).get(0).values())
                .containsExactly(20_013.0, 20_000.0, 20_000.0, 20_000.0, 20_000.0, 0.0);
        assertThat(panel.layers(Bars.class).get(1).values())
                .containsExactly(5_984.0, 5_994.0, 5_997.0, 5_997.0, 5_997.0, 0.0);
        assertThat(panel.layers(Bars.class).get(2).values()).containsExactly(0.0, 3.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(panel.layers(Text.class))
                .extracting(Text::text)
                .contains("20,013", "5,984", "INVALID", "UNKNOWN, 3 unknown", "failed");
        assertThat(panel.x().groups().get(1)).extracting(Axis.Group::label).containsExactly("direct", "indirect");
    }

    @Test
    void ofSeveralRepeatsTheOutcomesOfTheWorstAreShown() throws Exception {
        RunData run = small().repeats(3)
                .change(row -> row.setup().trial().equals("direct-numbered-lua-w1-r2")
                        ? SyntheticRun.judged(row, Verdict.INVALID, 13, 0)
                        : row)
                .data();
        Panel panel = panel(StackedPlot.ofOutcomes().draw(run), "numbered");
        assertThat(panel.layers(Bars.class).get(0).values()).startsWith(20_013.0, 20_000.0);
    }

    @Test
    void cpuTimeIsStackedByPartAndPartsThatNobodyHasAreLeftOut() throws Exception {
        Panel panel = panel(StackedPlot.ofCpuTime().draw(small().data()), "numbered");
        assertThat(panel.layers(Bars.class)).extracting(Bars::series).containsExactly("client", "worker", "store");
        assertThat(panel.layers(Bars.class).get(1).values()).containsOnly(40.3);
        assertThat(panel.layers(Text.class)).extracting(Text::text).contains("25", "40", "68");
        assertThatThrownBy(() -> StackedPlot.ofCpuTime()
                        .draw(small().change(row -> SyntheticRun.judged(row, Verdict.VALID, 0, 0))
                                .data()))
                .isInstanceOf(Plot.NothingToShowException.class);
    }

    @Test
    void latencyIsThatOfTheHistogramsAtTheMostWorkers() throws Exception {
        Histogram even = new Histogram(3);
        for (int micros = 1; micros <= 10_000; micros++) {
            even.recordValue(micros * 1_000L);
        }
        RunData some = small().repeats(2).data();
        RunData run = new RunData(
                some.info(),
                some.variant(),
                some.rows(),
                some.scores(),
                some.bounds(),
                trial -> Optional.of(trial.contains("w4") ? even : new Histogram(3)),
                some.histories());
        Sheet sheet = new LatencyPlot().draw(run);
        assertThat(sheet.title()).isEqualTo("Latency with 4 workers");
        Panel panel = panel(sheet, "direct · numbered");
        List<Point> marks = panel.layers(Points.class).get(0).points();
        assertThat(marks).hasSize(5); // the 99.999th percentile of 20,000 would be a guess
        assertThat(marks.get(0).x()).isCloseTo(0.301, within(0.001));
        assertThat(Math.pow(10, marks.get(0).y())).isCloseTo(5, within(0.01));
        assertThat(marks.get(2).x()).isCloseTo(2, within(1e-9));
        assertThat(Math.pow(10, marks.get(2).y())).isCloseTo(9.9, within(0.02));
        assertThat(panel.layers(Line.class).get(0).points()).last().satisfies(end -> {
            assertThat(end.x()).isCloseTo(Math.log10(20_000), within(1e-9));
            assertThat(Math.pow(10, end.y())).isCloseTo(10, within(0.02));
        });
        assertThat(panel.x().ticks())
                .extracting(Axis.Tick::label)
                .containsExactly("0", "50", "90", "99", "99.9", "99.99");
    }

    @Test
    void namesKeepTheirLooksWhateverElseIsInTheRun() throws Exception {
        Look alone = small().data().strategyLooks().get("lua");
        Look among = new SyntheticRun().data().strategyLooks().get("lua");
        assertThat(alone).isNotNull().isEqualTo(among);
        assertThat(new SyntheticRun()
                        .strategies("lua", "lock", "a", "b", "c", "d", "e", "f", "g", "h")
                        .workers(1)
                        .data()
                        .strategyLooks()
                        .values())
                .doesNotHaveDuplicates();
    }
}
