package dev.onsale.harness.cli;

import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One command of {@code onsale}. */
interface Command {
    String name();

    /** One line for the list of commands. */
    String summary();

    /** What may follow the options, for the usage line; empty when nothing may. */
    default String arguments() {
        return "";
    }

    Options options();

    /** What the help says after the options; may be empty. */
    default String notes() {
        return "";
    }

    /**
     * Does it, and returns the exit code.
     *
     * @throws UsageException what was asked makes no sense
     * @throws IOException the environment failed
     */
    int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException;
}
