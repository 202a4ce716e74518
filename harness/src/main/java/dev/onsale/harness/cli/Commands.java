package dev.onsale.harness.cli;

import java.util.List;

/** The commands, in the order in which the overview lists them. */
final class Commands {
    private Commands() {}

    static List<Command> all() {
        return List.of(
                new MatrixCommand(),
                new RunCommand(),
                new LimitsCommand(),
                new VerifyCommand(),
                new ChartCommand(),
                new BenchCommand(),
                new WorkloadCommand(),
                new WorkerCommand(),
                new BalancerCommand(),
                new NameServerCommand(),
                new ClientCommand(),
                new EmbeddedBrokerCommand());
    }
}
