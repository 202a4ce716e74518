package dev.onsale.harness.trial;

import dev.onsale.harness.fleet.WorkerResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What those who took part in a sale tell when it is closed. What somebody did not tell is absent, and not zero.
 *
 * @param workers what became of each, by name
 * @param route counters of what stands between clients and workers, by name
 * @param clients counters of the clients together, by name
 */
record ClosingReport(Map<String, WorkerResult> workers, Map<String, Long> route, Map<String, Long> clients) {
    ClosingReport {
        workers = Collections.unmodifiableMap(new TreeMap<>(workers));
        route = Map.copyOf(route);
        clients = Map.copyOf(clients);
    }

    /** Nothing was told, by so many workers. */
    static ClosingReport lost(int workers, String why) {
        Map<String, WorkerResult> results = new TreeMap<>();
        for (int i = 1; i <= workers; i++) {
            results.put("w" + i, new WorkerResult.Lost(why));
        }
        return new ClosingReport(results, Map.of(), Map.of());
    }

    /** The counters of each worker that told them, and of the route. */
    Map<String, Map<String, Long>> counters() {
        Map<String, Map<String, Long>> counters = new LinkedHashMap<>();
        workers.forEach((name, result) -> {
            if (result instanceof WorkerResult.Closed closed) {
                counters.put(name, closed.counters());
            }
        });
        counters.put("route", route);
        return counters;
    }

    /** Why workers were lost, by name. */
    Map<String, String> lost() {
        Map<String, String> lost = new TreeMap<>();
        workers.forEach((name, result) -> {
            if (result instanceof WorkerResult.Lost gone) {
                lost.put(name, gone.why());
            }
        });
        return lost;
    }

    Set<String> lostWorkers() {
        return new TreeSet<>(lost().keySet());
    }

    /** Of the workers that told. Nothing where none counts them: there is no broker then. */
    OptionalLong redeliveries() {
        return workers.values().stream()
                .map(result -> result instanceof WorkerResult.Closed closed
                        ? Optional.ofNullable(closed.counters().get("redeliveries"))
                        : Optional.<Long>empty())
                .flatMap(Optional::stream)
                .mapToLong(Long::longValue)
                .reduce(Long::sum);
    }

    OptionalLong mismatchedReplies() {
        return first(clients, "mismatched_replies");
    }

    OptionalLong leftInQueue() {
        return first(route, "left_in_queue", "remaining");
    }

    OptionalLong deadLetters() {
        return first(route, "dead_letters", "dead_lettered");
    }

    private static OptionalLong first(Map<String, Long> counters, String... names) {
        for (String name : names) {
            Long count = counters.get(name);
            if (count != null) {
                return OptionalLong.of(count);
            }
        }
        return OptionalLong.empty();
    }
}
