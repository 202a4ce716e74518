package dev.onsale.harness.cli;

import dev.onsale.charts.Charts;
import dev.onsale.charts.Fonts;
import dev.onsale.charts.PlotResult;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.UnreadableRunException;

/** Draws a run's plots; what goes wrong with a picture must not cost the run. */
final class Plots {
    private Plots() {}

    /** Whether all plots were drawn; if not the user has been told why. */
    static boolean draw(RunDirectory run, Terminal terminal) {
        try {
            return drawReadable(run, terminal);
        } catch (UnreadableRunException e) {
            terminal.note("onsale: the plots could not be drawn: " + e.getMessage());
            return false;
        }
    }

    /**
     * As {@link #draw}.
     *
     * @throws UnreadableRunException a file of the run is not what it must be
     */
    @SuppressWarnings("CatchAndPrintStackTrace")
    static boolean drawReadable(RunDirectory run, Terminal terminal) throws UnreadableRunException {
        try {
            Fonts.install();
            for (PlotResult plot : Charts.draw(run)) {
                terminal.note(
                        plot instanceof PlotResult.LeftOut leftOut
                                ? "not drawn: " + leftOut.plot() + ": " + leftOut.reason()
                                : "drew " + ((PlotResult.Written) plot).file());
            }
            return true;
        } catch (UnreadableRunException e) {
            throw e;
        } catch (Throwable e) {
            // Whatever it is, a missing native library included: the figures are on the disk, and can be drawn
            // elsewhere.
            terminal.note("onsale: the plots could not be drawn: " + e);
            return false;
        }
    }
}
