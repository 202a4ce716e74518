package dev.onsale.core.history;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All that a verdict on one trial rests on.
 *
 * @param declared what the strategy promises in the situation that the trial was in
 * @param ledger the store's account, taken when nobody sold any more; empty when there is none
 * @param workers the workers' own counters by name; empty when they are not known, without the worker that was lost
 * @param circumstances what happened to the system
 * @param underWay attempts that the load had under way at a time, at the most; empty where it is not known
 */
public record Evidence(
        Sale sale,
        History history,
        Set<Guarantee> declared,
        Optional<Ledger> ledger,
        Map<String, WorkerCounters> workers,
        Circumstances circumstances,
        OptionalInt underWay) {
    public Evidence {
        declared = Set.copyOf(declared);
        workers = Map.copyOf(workers);
    }

    /** Without the load's bound. */
    public Evidence(
            Sale sale,
            History history,
            Set<Guarantee> declared,
            Optional<Ledger> ledger,
            Map<String, WorkerCounters> workers,
            Circumstances circumstances) {
        this(sale, history, declared, ledger, workers, circumstances, OptionalInt.empty());
    }

    /** What clients saw, and nothing else. */
    public static Evidence of(Sale sale, History history, Set<Guarantee> declared) {
        return new Evidence(
                sale, history, declared, Optional.empty(), Map.of(), Circumstances.UNKNOWN, OptionalInt.empty());
    }

    /** With the store's account. */
    public Evidence with(Ledger account) {
        return new Evidence(sale, history, declared, Optional.of(account), workers, circumstances, underWay);
    }

    /** With the workers' own counters. */
    public Evidence with(Map<String, WorkerCounters> counters) {
        return new Evidence(sale, history, declared, ledger, counters, circumstances, underWay);
    }

    /** With what happened to the system. */
    public Evidence with(Circumstances seen) {
        return new Evidence(sale, history, declared, ledger, workers, seen, underWay);
    }

    /** With the most attempts that were to be under way at a time. */
    public Evidence withUnderWay(int most) {
        return new Evidence(sale, history, declared, ledger, workers, circumstances, OptionalInt.of(most));
    }

    /** What the trial went through. */
    public Situation situation() {
        return circumstances.situation(history);
    }

    /** Whether nothing is known but what clients saw. */
    boolean isOfClientsOnly() {
        return ledger.isEmpty() && workers.isEmpty() && !circumstances.known();
    }

    /** Whether the system was watched and nothing failed, and every attempt was answered: then all accounts must agree exactly. */
    boolean isUndisturbed() {
        return circumstances.known() && !circumstances.faulty() && !history.hasUnknown();
    }
}
