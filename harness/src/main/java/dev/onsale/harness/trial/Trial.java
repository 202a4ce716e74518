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
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sale from beginning to end: put on, sold under load, closed, and audited. Shares nothing with the sale before or after. */
final class Trial {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
    private static final long PROGRESS_MILLIS = 250;

    private final Stores stores;
    private final LongSupplier nanoClock;
    private final CpuMeter cpuMeter;

    /** @param stores for the owner of the sale, who puts it on and audits it */
    Trial(Stores stores, LongSupplier nanoClock, CpuMeter cpuMeter) {
        this.cpuMeter = cpuMeter;
        this.stores = stores;
        this.nanoClock = nanoClock;
    }

    /**
     * What a trial leaves to be judged.
     *
     * @param ledger the store's account; empty when the store could not be asked
     * @param counters what each worker counted; without the workers that were lost
     * @param circumstances what happened to the system
     * @param cpuTime what each part used while the load lasted
     */
    record Sold(
            Sale sale,
            History history,
            Optional<Ledger> ledger,
            Map<String, Map<String, Long>> counters,
            Circumstances circumstances,
            Map<CpuMeter.Part, Duration> cpuTime) {}

    private record Driven(History history, Map<CpuMeter.Part, Duration> cpuTime) {}

    /**
     * Sells the workload, and returns what was seen.
     *
     * @throws IOException an office could not be opened or closed
     * @throws dev.onsale.core.StoreException the sale could not be put on, audited or removed
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
        strategy.create(sale, stores);
        try {
            Site.Opening opening = site.open(strategy, sale, workers, serviceMillis, load.calls());
            Driven driven;
            Map<String, Map<String, Long>> counters;
            try {
                driven = drive(opening, sale, workload.purchases(), load, observer);
            } finally {
                cleanUpUndisturbed();
                counters = opening.close();
            }
            return new Sold(
                    sale,
                    driven.history(),
                    Optional.of(strategy.audit(sale, stores)),
                    counters,
                    new Circumstances(
                            Set.of(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Optional.empty()),
                    driven.cpuTime());
        } finally {
            cleanUpUndisturbed();
            drop(strategy, sale);
        }
    }

    /** A store that is gone was told of before, or is when the next sale is put on; what it holds expires. */
    private void drop(ConsistencyStrategy strategy, Sale sale) {
        try {
            strategy.drop(sale, stores);
        } catch (StoreException e) {
            LOG.warn("sale {} is left in the store until it expires: {}", sale.id(), e.getMessage());
        }
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
        Map<CpuMeter.Part, Duration> before = cpuMeter.read();
        long begin = nanoClock.getAsLong();
        load.start(opening.service(), opening.twin());
        while (!load.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
            observer.progress(load.progress(), nanoClock.getAsLong() - begin);
        }
        return new Driven(witness.history(), cpuMeter.since(before));
    }
}
