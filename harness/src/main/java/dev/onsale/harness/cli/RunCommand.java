package dev.onsale.harness.cli;

import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale run}: one combination, or a few; the same as a matrix with other defaults. */
final class RunCommand implements Command {
    @Override
    public String name() {
        return "run";
    }

    @Override
    public String summary() {
        return "run one combination: the options of matrix, other defaults";
    }

    @Override
    public Options options() {
        return RunOptions.describe(false);
    }

    @Override
    public String notes() {
        return RunOptions.strategies();
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        return new Runs(terminal).start("run", RunOptions.of(line, false));
    }
}
