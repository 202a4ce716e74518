package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Whisker;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPlotTest {
    @TempDir
    Path runs;

    private static String result(int threads, String model, int batch, String unit, String samples) {
        return String.format(Locale.ROOT, """
                {"benchmark": "dev.onsale.StrategyBenchmark.sell", "mode": "thrpt", "threads": %d,
                 "params": {"batch": "%d", "model": "%s", "strategy": "lua"},
                 "primaryMetric": {"score": 1, "scoreError": "NaN", "scoreUnit": "%s", "rawData": [%s]}}""", threads, batch, model, unit, samples);
    }

    private RunDirectory run(String... results) throws IOException {
        RunDirectory run = RunDirectory.create(runs, "bench", Clock.systemUTC(), warning -> {});
        run.write(SyntheticRun.info());
        Files.writeString(run.benchmarks(), "[" + String.join(",", results) + "]");
        return run;
    }

    @Test
    void aPanelForEachModelAndNumberOfThreads() throws Exception {
        RunDirectory run = run(
                result(4, "numbered", 32, "ops/s", "[4000]"),
                result(1, "numbered", 32, "ops/s", "[300]"),
                result(1, "unnumbered", 1, "ops/s", "[100, 90], [110]"),
                result(1, "unnumbered", 32, "ops/s", "[2000]"),
                result(1, "unnumbered", 1, "ns/op", "[17]"));
        Sheet sheet = new BenchPlot().draw(RunData.of(run).get(0));
        assertThat(sheet.panels())
                .extracting(Panel::title)
                .containsExactly(
                        "unnumbered · 1 worker",
                        "numbered · 1 worker",
                        "unnumbered · 4 workers",
                        "numbered · 4 workers");
        Panel first = sheet.panels().get(0);
        assertThat(first.x().ticks()).extracting(Axis.Tick::label).containsExactly("1", "32");
        List<Point> medians = first.layers(Points.class).get(0).points();
        assertThat(medians).extracting(Point::x).containsExactly(0.0, 1.0);
        assertThat(medians.get(0).y()).isCloseTo(2, within(1e-9));
        assertThat(first.layers(Whisker.class)).singleElement().satisfies(whisker -> {
            assertThat(Math.pow(10, whisker.from().y())).isCloseTo(90, within(1e-6));
            assertThat(Math.pow(10, whisker.to().y())).isCloseTo(110, within(1e-6));
        });
        assertThat(sheet.panels().get(2).layers()).isEmpty();
    }

    @Test
    void aRunOfMicrobenchmarksHasThisPlotAlone() throws IOException {
        RunDirectory run = run(result(1, "unnumbered", 1, "ops/s", "[100, 90]"));
        assertThat(Charts.draw(run)).singleElement().isInstanceOf(PlotResult.Written.class);
        assertThat(run.charts().resolve("bench.png")).isNotEmptyFile();
    }

    @Test
    void withoutAStrategyThereIsNothingToShow() throws IOException {
        RunDirectory run = run(result(1, "unnumbered", 1, "ns/op", "[100]"));
        assertThat(Charts.draw(run))
                .containsExactly(new PlotResult.LeftOut("bench", "no strategy's decisions a second were measured"));
    }

    @Test
    void aFileThatIsNotJmhsIsRefusedByName() throws IOException {
        RunDirectory run = run("{\"benchmark\": 1}");
        assertThatThrownBy(run::scores)
                .isInstanceOf(UnreadableRunException.class)
                .hasMessageStartingWith(run.benchmarks() + ": not the results of JMH: ");
    }
}
