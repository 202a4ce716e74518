package dev.onsale.charts;

import java.nio.file.Path;

/** What became of a plot. */
public sealed interface PlotResult {
    /** The plot's name. */
    String plot();

    /** It is in this file. */
    record Written(String plot, Path file) implements PlotResult {}

    /**
     * The run has nothing for it, so there is no file.
     *
     * @param reason one sentence, for people
     */
    record LeftOut(String plot, String reason) implements PlotResult {}
}
