package dev.onsale.harness.cli;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import dev.onsale.harness.backend.Addresses;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.fleet.ServedSale;
import dev.onsale.harness.fleet.WorkerLoop;
import dev.onsale.harness.fleet.Workplace;
import dev.onsale.harness.process.Leaving;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale worker}: one worker process, of a deployment made by hand or of a fleet. */
final class WorkerCommand implements Command {
    @Override
    public String name() {
        return "worker";
    }

    @Override
    public String summary() {
        return "serve one sale at one address, until SIGTERM";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Values.option("serve", "URI", "xmlrpc://HOST:PORT or amqp://HOST:PORT?queue=Q"))
                .addOption(Values.option("sale", "ID", "the sale's id, the same at all its workers"))
                .addOption(Values.option("model", "MODEL", "unnumbered or numbered"))
                .addOption(Values.option("capacity", "N", "tickets; seats 1..N [20000]"))
                .addOption(Values.option("strategy", "ID", "what keeps the sale consistent [lua]"))
                .addOption(Values.option("redis", "URI", "redis://HOST:PORT, for a strategy that needs it"))
                .addOption(Values.option("name", "NAME", "the name that its answers carry [worker-PID]"))
                .addOption(
                        Values.option("service-time", "MS", "what it spends on each purchase beside deciding it [0]"))
                .addOption(Values.flag("create", "put the sale on first; for one worker of the sale"))
                .addOption(Values.flag("control", "take orders on standard input instead, as a fleet's workers do"));
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        String name =
                line.getOptionValue("name", "worker-" + ProcessHandle.current().pid());
        if (line.hasOption("control")) {
            return control(name);
        }
        return serve(line, terminal, name);
    }

    /** Whoever puts the sale on may come later, so that there is none yet is no mistake. */
    private static void warnOfNoSale(ConsistencyStrategy strategy, Sale sale, Stores stores, Terminal terminal) {
        try {
            strategy.audit(sale, stores);
        } catch (StoreException e) {
            terminal.note("onsale: " + e.getMessage() + "; until it is put on, the answer to everybody is NO_SALE");
        }
    }

    private static int control(String name) throws IOException {
        try (WorkerLoop loop = new WorkerLoop(name)) {
            loop.run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out);
        }
        return ExitCode.ALL_VALID;
    }

    private static int serve(CommandLine line, Terminal terminal, String name)
            throws IOException, InterruptedException {
        URI at = Values.uri(line, "serve");
        Sale sale = Values.checked(() -> new Sale(
                Values.required(line, "sale"),
                Values.model(Values.required(line, "model")),
                Values.number(line, "capacity", 20_000, 1, Sale.MAX_CAPACITY)));
        ConsistencyStrategy strategy = Values.strategy(line.getOptionValue("strategy", "lua"));
        String redis = line.getOptionValue("redis", "");
        if (strategy.store() == StoreKind.REDIS && redis.isEmpty()) {
            throw new UsageException("strategy " + strategy.id() + " needs --redis redis://HOST:PORT");
        }
        if (strategy.store() == StoreKind.MEMORY && !line.hasOption("create")) {
            throw new UsageException(
                    "strategy " + strategy.id() + " keeps its sale in one process, so its only worker needs --create");
        }
        double serviceMillis = Values.millis("service-time", line.getOptionValue("service-time", "0"));
        try (Workplace place = new Workplace(name)) {
            if (!redis.isEmpty()) {
                RedisBackend.given(Values.uri("redis", redis));
            }
            Stores stores = place.stores(redis);
            if (line.hasOption("create")) {
                strategy.create(sale, stores);
            }
            try (ServedSale served = ServedSale.open(place, strategy, sale, stores, at, serviceMillis)) {
                warnOfNoSale(strategy, sale, stores, terminal);
                terminal.say("ready " + Addresses.masked(served.uri().toString()));
                Leaving.await();
                terminal.note("leaving: " + served.counters());
            }
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return ExitCode.ALL_VALID;
    }
}
