package dev.onsale.harness.cli;

import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code onsale matrix}: every combination; verifies, records, draws. */
final class MatrixCommand implements Command {
    @Override
    public String name() {
        return "matrix";
    }

    @Override
    public String summary() {
        return "run every combination; verify, record and draw it";
    }

    @Override
    public Options options() {
        return RunOptions.describe(true)
                .addOption(Values.option(
                        "resume",
                        "RUN",
                        "go on with the trials that this run directory is missing; with --redis and --amqp again where"
                                + " those have passwords, which are not recorded"));
    }

    @Override
    public String notes() {
        return RunOptions.strategies();
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        if (!line.hasOption("resume")) {
            return new Runs(terminal).start("matrix", RunOptions.of(line, true));
        }
        for (Option option : line.getOptions()) {
            if (!option.getLongOpt().equals("resume") && !RunOptions.ofServers().contains(option.getLongOpt())) {
                throw new UsageException("--resume goes with no other option than --redis and --amqp, whose passwords"
                        + " are not recorded: the run directory knows what was asked");
            }
        }
        return new Runs(terminal).resume(Values.path("--resume", line.getOptionValue("resume")), line);
    }
}
