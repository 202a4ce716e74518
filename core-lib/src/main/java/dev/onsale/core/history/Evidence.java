package dev.onsale.core.history;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a verdict on one trial rests on.
 *
 * @param declared what the strategy promises in the situation that the trial was in
 * @param ledger the store's account, taken when nobody sold any more; empty when there is none
 * @param workers the workers' own counters by name; empty when they are not known, without the worker that was lost
 * @param circumstances what happened to the system
 */
public record Evidence(
        Sale sale,
        History history,
        Set<Guarantee> declared,
        Optional<Ledger> ledger,
        Map<String, WorkerCounters> workers,
        Circumstances circumstances) {
    public Evidence {
        declared = Set.copyOf(declared);
        workers = Map.copyOf(workers);
    }

    /** What clients saw, and nothing else. */
    public static Evidence of(Sale sale, History history, Set<Guarantee> declared) {
        return new Evidence(sale, history, declared, Optional.empty(), Map.of(), Circumstances.UNKNOWN);
    }

    /** With the store's account. */
    public Evidence with(Ledger account) {
        return new Evidence(sale, history, declared, Optional.of(account), workers, circumstances);
    }

    /** With the workers' own counters. */
    public Evidence with(Map<String, WorkerCounters> counters) {
        return new Evidence(sale, history, declared, ledger, counters, circumstances);
    }

    /** With what happened to the system. */
    public Evidence with(Circumstances seen) {
        return new Evidence(sale, history, declared, ledger, workers, seen);
    }
}
