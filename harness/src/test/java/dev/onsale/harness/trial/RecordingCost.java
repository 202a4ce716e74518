package dev.onsale.harness.trial;

import dev.onsale.core.Answer;
import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Deployment;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.core.Transports;
import dev.onsale.core.history.Checker;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.HistoryFile;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.harness.fleet.Fleet;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.load.RecordingWitness;
import dev.onsale.harness.load.Witness;
import dev.onsale.harness.process.JavaProgram;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the proof costs: the same sale with and without a record, interleaved in shuffled order, and what judging and storing the
 * record take afterwards. Not a test: run by hand, with the number of rounds as the argument. Writes CSV.
 */
final class RecordingCost {
    private static final Load LOAD = Load.once(128, 1);
    private static final int CAPACITY = 20_000;
    private static final int WARM_UPS = 3;

    private final ConsistencyStrategy strategy = Strategies.named("lua");
    private final List<Purchase> purchases = new WorkloadGenerator(Shape.OVERSUBSCRIBED, 30_000, CAPACITY, 1)
            .generate()
            .purchases();
    private final Stores stores;
    private int sales;

    private RecordingCost(Stores stores) {
        this.stores = stores;
    }

    /** Whether anything is taken down. */
    private enum Recording {
        OFF,
        ON
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (Processes processes = Processes.open(JavaProgram.onsale());
                StoreConnections connections = new StoreConnections();
                Fleet fleet = new Fleet(processes)) {
            Backend redis = RedisBackend.open("embedded", Durability.NONE, processes);
            String uri = redis.uri().toString();
            Deployment deployment =
                    new Deployment("cost", Map.of("balancer", "own"), 1, processes.newDirectory("xmlrpc"), processes);
            try (Site inProcess = new InProcessSite(uri);
                    Site direct = new RemoteSite(
                            Transports.named("xmlrpc").provision(deployment),
                            fleet,
                            uri,
                            Duration.ofSeconds(10),
                            false)) {
                new RecordingCost(connections.stores(uri))
                        .compare(Map.of("in-process", inProcess, "direct", direct), Integer.parseInt(args[0]));
            }
        }
    }

    private void compare(Map<String, Site> sites, int rounds) throws IOException, InterruptedException {
        System.out.println("round,architecture,recording,load_ms,judge_ms,store_ms,bytes");
        for (int round = -WARM_UPS; round < rounds; round++) {
            List<Map.Entry<String, Recording>> order = new ArrayList<>();
            for (String site : sites.keySet()) {
                EnumSet.allOf(Recording.class).forEach(recording -> order.add(Map.entry(site, recording)));
            }
            Collections.shuffle(order, new Random(round));
            for (Map.Entry<String, Recording> cell : order) {
                Sale sale = new Sale("cost-" + ++sales, Model.UNNUMBERED, CAPACITY);
                strategy.create(sale, stores);
                String line = measure(Objects.requireNonNull(sites.get(cell.getKey())), sale, cell.getValue());
                strategy.drop(sale, stores);
                if (round >= 0) {
                    System.out.println(round + "," + cell.getKey() + "," + cell.getValue() + "," + line);
                }
            }
        }
    }

    private String measure(Site site, Sale sale, Recording recording) throws IOException, InterruptedException {
        Site.Opening opening = site.open(strategy, sale, 1, 0, LOAD.calls());
        RecordingWitness record = new RecordingWitness(sale, purchases, LOAD, System.nanoTime());
        Witness witness = recording == Recording.ON ? record : new Blind();
        LoadGenerator load = new LoadGenerator(purchases, witness, System::nanoTime, LOAD);
        System.gc();
        long begin = System.nanoTime();
        load.start(opening.service(), opening.twin());
        load.await(1, TimeUnit.MINUTES);
        String line = millisSince(begin);
        opening.close();
        if (recording == Recording.OFF) {
            return line + ",,,";
        }
        Set<Guarantee> declared = Set.of(Guarantee.LINEARIZABLE, Guarantee.ORDERED_NUMBERS);
        Evidence evidence = Evidence.of(sale, record.history(), declared).with(strategy.audit(sale, stores));
        begin = System.nanoTime();
        Checker.check(evidence);
        line += ',' + millisSince(begin);
        Path file = Files.createTempFile("cost", HistoryFile.SUFFIX);
        begin = System.nanoTime();
        HistoryFile.write(file, evidence);
        line += ',' + millisSince(begin) + ',' + Files.size(file);
        Files.delete(file);
        return line;
    }

    private static String millisSince(long begin) {
        return String.format(Locale.ROOT, "%.3f", (System.nanoTime() - begin) / 1e6);
    }

    /** Takes nothing down. */
    private static final class Blind implements Witness {
        @Override
        public int invoked(int purchaseIndex, long nanos) {
            return 0;
        }

        @Override
        public boolean answered(int attempt, int purchaseIndex, long nanos, Answer answer) {
            return true;
        }
    }
}
