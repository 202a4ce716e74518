package dev.onsale.harness.cli;

import dev.onsale.record.RunDirectory;
import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale chart}: draws the plots of a recorded run again. */
final class ChartCommand implements Command {
    @Override
    public String name() {
        return "chart";
    }

    @Override
    public String summary() {
        return "draw the plots of a recorded run again";
    }

    @Override
    public String arguments() {
        return "RUN";
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException {
        RunDirectory run = Values.run(name(), line, terminal);
        return Plots.drawReadable(run, terminal) ? ExitCode.ALL_VALID : ExitCode.ENVIRONMENT;
    }
}
