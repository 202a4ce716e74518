package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Ledger;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import dev.onsale.core.Stores;
import dev.onsale.core.history.Circumstances;
import dev.onsale.core.history.History;
import dev.onsale.core.workload.Workload;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.load.RecordingWitness;
import dev.onsale.harness.process.Leaving;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sale from beginning to end: put on, sold under load, closed, and audited. Shares nothing with the sale before or after. */
final class Trial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
    private static final long PROGRESS_MILLIS = 250;
    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(15);
    private static final long AUDIT_PAUSE_MILLIS = 250;

    private final Stores stores;
    private final LongSupplier nanoClock;
    private final CpuMeter cpuMeter;
    private final Upkeep upkeep;
    private final SaleRemoval removal;

    /** With servers that are others' to keep up. */
    Trial(Stores stores, LongSupplier nanoClock, CpuMeter cpuMeter) {
        this(stores, nanoClock, cpuMeter, Upkeep.NONE, new SaleRemoval(stores));
    }

    /** @param stores for the owner of the sale, who puts it on and audits it */
    Trial(Stores stores, LongSupplier nanoClock, CpuMeter cpuMeter, Upkeep upkeep, SaleRemoval removal) {
        this.cpuMeter = cpuMeter;
        this.stores = stores;
        this.upkeep = upkeep;
        this.removal = removal;
        this.nanoClock = nanoClock;
    }

    /**
     * What a trial leaves to be judged.
     *
     * @param lateNanos from the start of the load, the origin of its schedule, to the first invocation
     * @param ledger the store's account; empty when the store could not be asked
     * @param counters what each worker counted; without the workers that were lost
     * @param circumstances what happened to the system
     * @param cpuTime what each part used while the load lasted
     */
    record Sold(
            Sale sale,
            History history,
            long lateNanos,
            Optional<Ledger> ledger,
            Map<String, Map<String, Long>> counters,
            Circumstances circumstances,
            Map<CpuMeter.Part, Duration> cpuTime) {}

    private record Driven(
            History history, long lateNanos, Optional<String> stopped, Map<CpuMeter.Part, Duration> cpuTime) {}

    /**
     * Sells the workload, and returns what was seen. What fails afterwards does not lose it: the result tells of a worker, or a store, that
     * did not answer.
     *
     * @throws IOException a server of ours could not be started again, or an office not be opened
     * @throws StoreException the sale could not be put on
     */
    Sold run(
            Site site,
            ConsistencyStrategy strategy,
            int workers,
            double serviceMillis,
            Sale sale,
            Workload workload,
            Load load,
            TrialObserver observer)
            throws IOException, InterruptedException {
        upkeep.ensureRunning();
        removal.retry();
        try {
            strategy.create(sale, stores);
            Site.Opening opening = site.open(strategy, sale, workers, serviceMillis, load.calls());
            Driven driven;
            ClosingReport report;
            try {
                driven = drive(opening, sale, workload.purchases(), load, observer);
            } finally {
                cleanUpUndisturbed();
                report = close(opening, workers);
            }
            return new Sold(
                    sale,
                    driven.history(),
                    driven.lateNanos(),
                    audit(strategy, sale),
                    report.counters(),
                    new Circumstances(
                            report.lostWorkers(),
                            report.redeliveries(),
                            report.mismatchedReplies(),
                            report.leftInQueue(),
                            report.deadLetters(),
                            driven.stopped()),
                    driven.cpuTime());
        } finally {
            cleanUpUndisturbed();
            removal.remove(strategy, sale);
        }
    }

    private static ClosingReport close(Site.Opening opening, int workers) {
        ClosingReport report;
        try {
            report = opening.close();
        } catch (RuntimeException e) {
            report = ClosingReport.lost(workers, e.toString());
        }
        report.lost()
                .forEach((name, why) -> LOG.warn(
                        "worker {} was lost, and with it its counters: {}",
                        name,
                        why.lines().findFirst().orElse("")));
        return report;
    }

    /** The store's account; nothing when the store does not give it, however often it is asked for some time. */
    private Optional<Ledger> audit(ConsistencyStrategy strategy, Sale sale) throws InterruptedException {
        long giveUpNanos = nanoClock.getAsLong() + AUDIT_PATIENCE.toNanos();
        while (true) {
            try {
                return Optional.of(strategy.audit(sale, stores));
            } catch (RuntimeException e) {
                if (nanoClock.getAsLong() - giveUpNanos > 0) {
                    LOG.warn("what the store holds of sale {} is not known: {}", sale.id(), e.getMessage());
                    return Optional.empty();
                }
            }
            Thread.sleep(AUDIT_PAUSE_MILLIS);
            try {
                upkeep.ensureRunning();
            } catch (IOException e) {
                LOG.debug("the store is not there yet: {}", e.getMessage());
            }
        }
    }

    /** Removes what sales have left in the store. */
    @Override
    public void close() {
        cleanUpUndisturbed();
        removal.end();
    }

    /** Whoever asked this thread to leave wants it to leave in order. */
    private static void cleanUpUndisturbed() {
        if (Leaving.isAsked()) {
            Thread.interrupted();
        }
    }

    private Driven drive(Site.Opening opening, Sale sale, List<Purchase> purchases, Load how, TrialObserver observer)
            throws InterruptedException {
        RecordingWitness witness = new RecordingWitness(sale, purchases, how, nanoClock.getAsLong());
        LoadGenerator load = new LoadGenerator(purchases, witness, nanoClock, how);
        System.gc(); // what earlier trials and this one's preparation left is not to be cleared away while the load
        // lasts
        CpuMeter.Reading before = cpuMeter.read();
        long begin = nanoClock.getAsLong();
        load.start(opening.service(), opening.twin());
        while (!load.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
            observer.progress(load.progress(), nanoClock.getAsLong() - begin);
        }
        Map<CpuMeter.Part, Duration> cpuTime = cpuMeter.since(before);
        return new Driven(
                witness.history(),
                witness.firstInvokedNanos().orElse(load.beginNanos()) - load.beginNanos(),
                load.stopped(),
                cpuTime);
    }
}
