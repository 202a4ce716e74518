package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.charts.Plot.NothingToShowException;
import dev.onsale.record.Figures;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import dev.onsale.record.TrialSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of runs with names and figures that nobody thought of. */
class StrangeRunsTest {
    private static final String STRANGE = "票 (1)";

    @TempDir
    Path directory;

    @BeforeAll
    static void fonts() {
        Fonts.install();
    }

    @Test
    void aPictureNamesItsWorkloads() throws IOException {
        assertThat(Footer.lines(small().data()))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("workloads generated-unnumbered, generated-numbered · store Redis"));
        assertThat(Footer.lines(small().models("numbered").data()))
                .anySatisfy(line -> assertThat(line).startsWith("workload generated-numbered · "));
    }

    @Test
    void whatTheTypefaceLacksIsANumberAndThePictureSaysSo() {
        assertThat(Fonts.shown("größer – ✗")).isEqualTo("größer – ✗");
        assertThat(Fonts.shown(STRANGE)).isEqualTo("[U+7968] (1)");
        assertThat(Fonts.shown("🎫\u001b\u202e")).isEqualTo("[U+1F3AB][U+001B][U+202E]");
    }

    /** In a run of two workloads of one model each part has pictures of its own. */
    @Test
    void twoNamesThatAreMadeAlikeHavePicturesOfTheirOwn() throws IOException {
        RunDirectory run = small().models("numbered")
                .repeats(2)
                .change(row -> called(row, row.setup().repeat() == 1 ? STRANGE : "票 [1]" + "ö".repeat(220)))
                .write(directory);
        assertThat(Charts.draw(run, List.of(new ThroughputPlot())))
                .extracting(PlotResult::plot)
                .containsExactly("throughput-workload-_1_", "throughput-workload-_1_" + "o".repeat(137));
        RunDirectory alike = small().models("numbered")
                .repeats(2)
                .change(row -> called(row, row.setup().repeat() == 1 ? STRANGE : "票 [1]"))
                .write(directory);
        assertThat(Charts.draw(alike, List.of(new ThroughputPlot())))
                .extracting(PlotResult::plot)
                .containsExactly("throughput-workload-_1_", "throughput-workload-_1_-2");
    }

    @Test
    @Timeout(120)
    void anyFiguresAreDrawnOrRefusedSoon() throws IOException {
        double[] extremes = {0, Double.MIN_VALUE, 1e-9, 1, 1e12, 1e300, Double.MAX_VALUE};
        Random random = new Random(4);
        for (int i = 0; i < 40; i++) {
            RunData run = small().strategies("lua")
                    .change(row -> figures(row, extremes, random))
                    .data();
            for (Plot plot : List.of(
                    new ThroughputPlot(),
                    ComparisonPlot.ofArchitectures(),
                    ComparisonPlot.ofModels(),
                    StackedPlot.ofOutcomes(),
                    new LatencyPlot())) {
                try {
                    plot.draw(run);
                } catch (NothingToShowException | RuntimeException e) {
                    assertThat(e).as(plot.name()).isNotNull(); // told as a plot that could not be drawn
                }
            }
        }
    }

    private static TrialRow figures(TrialRow row, double[] extremes, Random random) {
        Measured measured = row.measured().orElseThrow();
        double[] of = random.doubles(7)
                .map(d -> extremes[(int) (d * extremes.length)])
                .toArray();
        return new TrialRow(
                row.setup(),
                new Measured(
                        new Figures(Long.MAX_VALUE, 0, 1, 2, 3, of[0], of[1], of[2], of[3], of[4], of[5], of[6]),
                        measured.verdict(),
                        measured.level(),
                        ""));
    }

    private static SyntheticRun small() {
        return new SyntheticRun().strategies("lua");
    }

    private static TrialRow called(TrialRow row, String workload) {
        TrialSetup s = row.setup();
        return new TrialRow(
                new TrialSetup(
                        s.trial(),
                        s.architecture(),
                        s.model(),
                        s.strategy(),
                        s.workers(),
                        s.repeat(),
                        s.balancer(),
                        s.queue(),
                        s.broker(),
                        s.store(),
                        s.durability(),
                        workload,
                        s.concurrency(),
                        s.batch(),
                        s.prefetch()),
                row.result());
    }
}
