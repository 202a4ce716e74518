package dev.onsale.charts;

import dev.onsale.charts.Plot.NothingToShowException;
import dev.onsale.record.FileNames;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws the plots of a run, from its directory alone. */
public final class Charts {
    private static final int MAX_SUFFIX = 150;
    private static final int SCREEN_DOTS_PER_INCH = 96;

    private static final List<Plot> OF_BENCHMARKS = List.of(new BenchPlot());

    private static final List<Plot> OF_TRIALS = List.of(
            new ThroughputPlot(),
            ComparisonPlot.ofArchitectures(),
            ComparisonPlot.ofModels(),
            StackedPlot.ofOutcomes(),
            StackedPlot.ofCpuTime(),
            new LatencyPlot(),
            new SellOutPlot(),
            new SeatMapPlot());

    private Charts() {}

    /**
     * Draws every plot, of trials or of microbenchmarks, into the run's {@code charts} directory, one after the other, and answers what became of each. A run that varies
     * an option besides architecture, model, strategy, workers and repeat has every plot once for each of its values.
     *
     * @throws IOException the run cannot be read, or a picture not be written
     * @throws IllegalStateException some plots failed, by a fault of the program or for want of a library of the system; the message names
     *     them, the cause is what stopped the first, and the others have been drawn
     */
    public static List<PlotResult> draw(RunDirectory run) throws IOException {
        return draw(run, run.scores().isEmpty() ? OF_TRIALS : OF_BENCHMARKS);
    }

    static List<PlotResult> draw(RunDirectory run, List<Plot> plots) throws IOException {
        Fonts.install();
        FileNames suffixes = new FileNames(MAX_SUFFIX);
        List<PlotResult> results = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<Throwable> causes = new ArrayList<>();
        for (RunData part : RunData.of(run)) {
            String suffix = suffixes.next(suffix(part));
            for (Plot plot : plots) {
                String name = plot.name() + suffix;
                try {
                    results.add(draw(plot, part, name, run.charts().resolve(name + ".png")));
                } catch (RuntimeException | LinkageError | InternalError e) {
                    broken.add(name);
                    causes.add(e);
                }
            }
        }
        if (!broken.isEmpty()) {
            IllegalStateException failure = new IllegalStateException(
                    "could not draw " + String.join(", ", broken) + ": " + causes.get(0), causes.get(0));
            causes.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
        return results;
    }

    private static PlotResult draw(Plot plot, RunData run, String name, Path file) throws IOException {
        try {
            Sheet sheet = plot.draw(run);
            PngFile.write(new SheetPainter(sheet, run).paint(), SCREEN_DOTS_PER_INCH * SheetPainter.DENSITY, file);
            return new PlotResult.Written(name, file);
        } catch (NothingToShowException e) {
            Files.deleteIfExists(file); // of an earlier drawing, when there was less to know
            return new PlotResult.LeftOut(name, e.why());
        }
    }

    /** {@code -batch-100}, say, of a part of a run. */
    private static String suffix(RunData part) {
        StringBuilder suffix = new StringBuilder();
        part.variant()
                .forEach((option, value) ->
                        suffix.append('-').append(option).append('-').append(value));
        return suffix.toString();
    }
}
