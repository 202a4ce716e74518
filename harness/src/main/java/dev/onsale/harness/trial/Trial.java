package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Ledger;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.core.history.History;
import dev.onsale.core.history.Recorder;
import dev.onsale.core.workload.Workload;
import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.process.Leaving;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One sale from beginning to end: put on, sold under load, closed, and audited. Shares nothing with the sale before or after. */
final class Trial {
    private static final long PROGRESS_MILLIS = 250;

    private final Stores stores;
    private final Settings settings;
    private final LongSupplier nanoClock;

    /** @param stores for the owner of the sale, who puts it on and audits it */
    Trial(Stores stores, Settings settings, LongSupplier nanoClock) {
        this.stores = stores;
        this.settings = settings;
        this.nanoClock = nanoClock;
    }

    /** What a trial leaves to be judged. */
    record Sold(Sale sale, History history, Ledger ledger, Map<String, Map<String, Long>> counters) {}

    /**
     * Sells the workload, and returns what was seen.
     *
     * @throws IOException an office could not be opened or closed
     * @throws dev.onsale.core.StoreException the sale could not be put on, audited or removed
     */
    Sold run(Site site, ConsistencyStrategy strategy, int workers, Sale sale, Workload workload, TrialObserver observer)
            throws IOException, InterruptedException {
        strategy.create(sale, stores);
        try {
            Site.Opening opening = site.open(strategy, sale, workers);
            History history;
            Map<String, Map<String, Long>> counters;
            try {
                history = drive(opening, workload.purchases(), observer);
            } finally {
                cleanUpUndisturbed();
                counters = opening.close();
            }
            return new Sold(sale, history, strategy.audit(sale, stores), counters);
        } finally {
            cleanUpUndisturbed();
            strategy.drop(sale, stores);
        }
    }

    /** Whoever asked this thread to leave wants it to leave in order. */
    private static void cleanUpUndisturbed() {
        if (Leaving.isAsked()) {
            Thread.interrupted();
        }
    }

    private History drive(Site.Opening opening, List<Purchase> purchases, TrialObserver observer)
            throws InterruptedException {
        Recorder recorder = new Recorder(purchases, purchases.size());
        LoadGenerator load =
                new LoadGenerator(purchases, recorder, nanoClock, settings.concurrency(), settings.batch());
        long begin = nanoClock.getAsLong();
        load.start(opening.service());
        while (!load.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
            observer.progress(load.progress(), nanoClock.getAsLong() - begin);
        }
        return recorder.history();
    }
}
