package dev.onsale.harness.cli;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Outcome;
import dev.onsale.core.Sale;
import dev.onsale.core.TicketClient;
import dev.onsale.core.Transport;
import dev.onsale.core.Transports;
import dev.onsale.core.history.Checker;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.History;
import dev.onsale.core.history.Report;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadException;
import dev.onsale.core.workload.WorkloadReader;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.load.RecordingWitness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale client}: drives a workload file against any deployment. */
final class ClientCommand implements Command {
    @Override
    public String name() {
        return "client";
    }

    @Override
    public String summary() {
        return "drive a workload file against an address";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Values.option("endpoint", "URI", "xmlrpc://HOST:PORT or amqp://HOST:PORT?queue=Q"))
                .addOption(Values.option("workload", "FILE", "the BUY file"))
                .addOption(Values.option("capacity", "N", "tickets; seats 1..N [20000]"))
                .addOption(Values.option("concurrency", "N", "purchases in flight [128]"))
                .addOption(Values.option("batch", "N", "purchases in one request or message [1]"))
                .addOption(
                        Values.option("duplicate", "SHARE", "how many requests are sent twice at the same moment [0]"))
                .addOption(Values.option(
                        "retries",
                        "N",
                        "how often a purchase is sent again that is UNKNOWN; 0: nor one that is refused [3]"))
                .addOption(Values.option("rate", "N", "purchases a second; 0 for a closed loop [0]"))
                .addOption(Values.option("deadline", "SECONDS", "after which an unanswered purchase is UNKNOWN [10]"));
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        URI endpoint = Values.uri(line, "endpoint");
        Transport transport = Values.checked(() -> Transports.of(endpoint));
        Path file = Values.path("--workload", Values.required(line, "workload"));
        int capacity = Values.number(line, "capacity", 20_000, 1, Sale.MAX_CAPACITY);
        Workload workload = Workloads.sellable(read(file), capacity);
        int concurrency = Values.number(line, "concurrency", 128, 1, 100_000);
        int batch = Values.number(line, "batch", 1, 1, concurrency);
        Duration deadline = Duration.ofSeconds(Values.number(line, "deadline", 10, 1, 3_600));

        Load load = new Load(
                concurrency,
                batch,
                Values.number(line, "retries", 3, 0, 100),
                Values.share("duplicate", line.getOptionValue("duplicate", "0")),
                1,
                Values.number(line, "rate", 0, 0, 10_000_000),
                deadline);
        Sale sale = Values.checked(() -> new Sale("client", workload.model(), capacity));
        RecordingWitness witness = new RecordingWitness(sale, workload.purchases(), load, System.nanoTime());
        LoadGenerator generator = new LoadGenerator(workload.purchases(), witness, System::nanoTime, load);
        ClientOptions options = new ClientOptions(deadline, load.calls(), true);
        try (TicketClient client = transport.connect(endpoint, options);
                TicketClient twin = transport.connect(endpoint, options)) {
            generator.start(client, twin);
            while (!generator.await(250, TimeUnit.MILLISECONDS)) {
                LoadGenerator.Progress progress = generator.progress();
                terminal.status("sold " + progress.sold() + "  rejected " + progress.rejected() + "  neither "
                        + progress.other());
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (generator.isHopeless()) {
            throw nobody(endpoint, witness.history());
        }
        Report report = Checker.check(Evidence.of(
                sale, witness.history(), Set.of(Guarantee.NO_OVERSELL, Guarantee.EXACT, Guarantee.LINEARIZABLE)));
        Report.Counts counts = report.counts();
        terminal.say(counts.operations() + " requests: " + counts.sold() + " sold, " + counts.rejected() + " rejected, "
                + counts.notExecuted() + " not executed, " + counts.unknown() + " unknown");
        terminal.say("as far as clients can tell: " + report.summary());
        return ExitCode.of(report.verdict());
    }

    private static IOException nobody(URI endpoint, History history) {
        Outcome last = history.outcome(history.attempts() - 1);
        return new IOException("nobody sells at " + endpoint.getScheme() + "://" + endpoint.getHost() + ":"
                + endpoint.getPort() + ": gave up after " + history.attempts()
                + " attempts at " + history.purchases().size() + " purchases, the last of which was " + last);
    }

    private static Workload read(Path path) {
        try {
            return WorkloadReader.read(path);
        } catch (WorkloadException | IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
