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
import dev.onsale.core.history.Recorder;
import dev.onsale.core.history.Report;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadException;
import dev.onsale.core.workload.WorkloadReader;
import dev.onsale.harness.load.LoadGenerator;
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
                .addOption(Values.option("deadline", "SECONDS", "after which an unanswered purchase is UNKNOWN [10]"));
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        URI endpoint = Values.uri(line, "endpoint");
        Transport transport = Values.checked(() -> Transports.of(endpoint));
        Workload workload = read(Path.of(Values.required(line, "workload")));
        int capacity = Values.number(line, "capacity", 20_000, 1, Sale.MAX_CAPACITY);
        int concurrency = Values.number(line, "concurrency", 128, 1, 100_000);
        int batch = Values.number(line, "batch", 1, 1, concurrency);
        Duration deadline = Duration.ofSeconds(Values.number(line, "deadline", 10, 1, 3_600));

        Recorder recorder =
                new Recorder(workload.purchases(), workload.purchases().size());
        LoadGenerator load = new LoadGenerator(workload.purchases(), recorder, System::nanoTime, concurrency, batch);
        try (TicketClient client =
                transport.connect(endpoint, new ClientOptions(deadline, Math.max(1, concurrency / batch)))) {
            load.start(client);
            while (!load.await(250, TimeUnit.MILLISECONDS)) {
                LoadGenerator.Progress progress = load.progress();
                terminal.status("sold " + progress.sold() + "  rejected " + progress.rejected() + "  neither "
                        + progress.other());
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (load.isHopeless()) {
            throw nobody(endpoint, recorder.history());
        }
        Sale sale = Values.checked(() -> new Sale("client", workload.model(), capacity));
        Report report = Checker.check(Evidence.of(
                sale, recorder.history(), Set.of(Guarantee.NO_OVERSELL, Guarantee.EXACT, Guarantee.LINEARIZABLE)));
        Report.Counts counts = report.counts();
        terminal.say(counts.operations() + " requests: " + counts.sold() + " sold, " + counts.rejected() + " rejected, "
                + counts.notExecuted() + " not executed, " + counts.unknown() + " unknown");
        terminal.say("as far as clients can tell: " + report.summary());
        return ExitCode.of(report.verdict());
    }

    private static IOException nobody(URI endpoint, History history) {
        Outcome last = history.outcome(history.attempts() - 1);
        return new IOException("nobody sells at " + endpoint.getScheme() + "://" + endpoint.getHost() + ":"
                + endpoint.getPort() + ": gave up after " + history.attempts() + " of "
                + history.purchases().size() + " purchases, the last of which was " + last);
    }

    private static Workload read(Path path) throws IOException {
        try {
            return WorkloadReader.read(path);
        } catch (WorkloadException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
