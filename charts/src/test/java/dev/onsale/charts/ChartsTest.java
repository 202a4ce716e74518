package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.charts.PlotResult.LeftOut;
import dev.onsale.charts.PlotResult.Written;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ChartsTest {
    @TempDir
    Path runs;

    @BeforeAll
    static void fonts() {
        Fonts.install();
    }

    @Test
    void aMatrixHasEveryPlotAtTwiceAScreensDensity() throws IOException {
        RunDirectory run = new SyntheticRun()
                .histories(setup -> Optional.of(
                        setup.model().equals("numbered")
                                ? SyntheticSale.hotspot(100, 200, setup.workers(), false, 1)
                                : SyntheticSale.unnumbered(100, setup.workers(), false, 1)))
                .write(runs);
        List<PlotResult> results = Charts.draw(run);
        assertThat(results)
                .extracting(PlotResult::plot)
                .containsExactly(
                        "throughput", "architectures", "models", "outcomes", "cpu", "latency", "sell-out", "seat-map");
        for (PlotResult result : results) {
            assertThat(result).isInstanceOf(Written.class);
            Path file = ((Written) result).file();
            assertThat(file).isEqualTo(run.charts().resolve(result.plot() + ".png"));
            assertDensity(file);
        }
        try (var files = Files.list(run.charts())) {
            assertThat(files).hasSize(8);
        }
    }

    private static void assertDensity(Path file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getWidth(0)).isEqualTo(2400);
            assertThat(reader.getHeight(0)).isBetween(1000, 2600);
            Element metadata = (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            Element density = (Element) metadata.getElementsByTagName("pHYs").item(0);
            assertThat(density.getAttribute("pixelsPerUnitXAxis")).isEqualTo("7559"); // 192 dots an inch
            assertThat(density.getAttribute("pixelsPerUnitYAxis")).isEqualTo("7559");
            assertThat(density.getAttribute("unitSpecifier")).isEqualTo("meter");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void aPartialRunHasThePlotsThatItCanHave() throws IOException {
        RunDirectory run = new SyntheticRun()
                .architectures("direct")
                .models("numbered")
                .strategies("lua")
                .workers(2)
                .write(runs);
        Path stale = Files.createFile(run.charts().resolve("models.png"));
        assertThat(Charts.draw(run))
                .contains(
                        new Written("throughput", run.charts().resolve("throughput.png")),
                        new Written("latency", run.charts().resolve("latency.png")),
                        new LeftOut("architectures", "trials of both direct and indirect must have been measured"),
                        new LeftOut("models", "trials of both unnumbered and numbered must have been measured"),
                        new LeftOut("seat-map", "no history was recorded of a numbered sale"),
                        new LeftOut(
                                "sell-out",
                                "no history was recorded of an unnumbered sale in which somebody was turned away"));
        assertThat(stale).doesNotExist();
    }

    @Test
    void aRunWithoutTrialsHasNoPlotAndSaysWhy() throws IOException {
        RunDirectory run = new SyntheticRun().workers().write(runs);
        assertThat(Charts.draw(run)).hasSize(8).allMatch(LeftOut.class::isInstance);
    }

    @Test
    void aRunWhereEveryTrialFailedHasNoPlotAndSaysWhy() throws IOException {
        RunDirectory run = new SyntheticRun()
                .change(row -> SyntheticRun.failed(row, "no store"))
                .write(runs);
        assertThat(Charts.draw(run))
                .contains(new LeftOut("throughput", "no trial was measured"))
                .allMatch(LeftOut.class::isInstance);
    }

    @Test
    void aFurtherOptionThatVariesHasPlotsForEachValue() throws IOException {
        RunDirectory run =
                new SyntheticRun().strategies("lua").queues("classic", "quorum").write(runs);
        assertThat(Charts.draw(run))
                .extracting(PlotResult::plot)
                .contains("throughput-queue-classic", "latency-queue-classic", "throughput-queue-quorum")
                .hasSize(16);
    }

    @Test
    void aPlotThatFailsIsNamedAndTheOthersAreDrawn() throws IOException {
        RunDirectory run =
                new SyntheticRun().strategies("lua").architectures("direct").write(runs);
        Plot broken = new Plot() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Sheet draw(RunData data) {
                throw new IllegalStateException("no letters");
            }
        };
        assertThatThrownBy(() -> Charts.draw(run, List.of(broken, new ThroughputPlot())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("could not draw broken: java.lang.IllegalStateException: no letters");
        assertThat(run.charts().resolve("throughput.png")).exists();
    }
}
