package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many clients buying at once, and what their answers must show. */
final class Stampede {
    private Stampede() {}

    /** One client's attempt, with the instants around it. */
    record Attempt(Purchase purchase, long startNanos, long endNanos, Answer answer) {}

    static void shuffle(List<Purchase> purchases, Random random) {
        Collections.shuffle(purchases, random);
    }

    /** Clients that each buy one to four tickets at a time, from one worker after another, until all is asked for. */
    static List<Attempt> run(Sale sale, List<Inventory> workers, List<Purchase> wanted, int clients, Random random)
            throws Exception {
        List<TicketOffice> offices = workers.stream()
                .map(inventory -> new TicketOffice(sale, inventory, "w", wanted.size()))
                .toList();
        ConcurrentLinkedQueue<List<Purchase>> calls = new ConcurrentLinkedQueue<>();
        for (int from = 0, size; from < wanted.size(); from += size) {
            size = Math.min(random.nextInt(4) + 1, wanted.size() - from);
            calls.add(wanted.subList(from, from + size));
        }
        List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int client = c;
                running.add(pool.submit(() -> {
                    int turn = client;
                    for (List<Purchase> call = calls.poll(); call != null; call = calls.poll()) {
                        buy(offices.get(turn++ % offices.size()), call, attempts);
                    }
                }));
            }
            for (Future<?> client : running) {
                client.get(40, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        return attempts;
    }

    private static void buy(TicketOffice office, List<Purchase> call, List<Attempt> attempts) {
        long start = System.nanoTime();
        List<Answer> answers = office.buy(call).toCompletableFuture().join();
        long end = System.nanoTime();
        for (int i = 0; i < call.size(); i++) {
            attempts.add(new Attempt(call.get(i), start, end, answers.get(i)));
        }
    }

    /** What each request was told; all of its attempts must have been told the same, and one at the most decided. */
    static Map<Purchase, Outcome> outcomes(List<Attempt> attempts) {
        Map<Purchase, Outcome> outcomes = new LinkedHashMap<>();
        Map<Purchase, Integer> decided = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            Outcome before = outcomes.putIfAbsent(attempt.purchase, attempt.answer.outcome());
            if (before != null && !before.equals(attempt.answer.outcome())) {
                throw new AssertionError(attempt.purchase + " was told " + before + " and " + attempt.answer.outcome());
            }
            decided.merge(attempt.purchase, attempt.answer.replayed() ? 0 : 1, Integer::sum);
        }
        decided.values().removeIf(times -> times == 1);
        assertThat(decided).as("requests not decided just once").isEmpty();
        return outcomes;
    }

    /** No sale may begin after a refusal of the same thing has been given. With all sold and nothing unknown, that is all there is to it. */
    static void assertLinearizable(Sale sale, List<Attempt> attempts) {
        Map<Integer, Long> firstRefusal = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            if (attempt.answer.outcome() instanceof Outcome.Rejected) {
                firstRefusal.merge(attempt.purchase.seat().orElse(0), attempt.endNanos, Stampede::earlier);
            }
        }
        Map<Purchase, Long> firstAsked = new LinkedHashMap<>();
        attempts.forEach(a -> firstAsked.merge(a.purchase, a.startNanos, Stampede::earlier));
        for (Attempt attempt : attempts) {
            Long refusal = firstRefusal.get(attempt.purchase.seat().orElse(0));
            if (attempt.answer.outcome() instanceof Outcome.Sold
                    && refusal != null
                    && firstAsked.getOrDefault(attempt.purchase, attempt.startNanos) - refusal > 0) {
                throw new AssertionError(attempt + " in " + sale + " was asked for after a refusal at " + refusal);
            }
        }
    }

    /** There is an instant for each sale, within one of its attempts, such that the instants ascend with the numbers. */
    static void assertOrdered(List<Attempt> attempts) {
        Map<Integer, Attempt> byNumber = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            if (attempt.answer.outcome() instanceof Outcome.Sold ticket) {
                byNumber.merge(ticket.ticket(), attempt, Stampede::collapse);
            }
        }
        long latest = Long.MIN_VALUE;
        List<Map.Entry<Integer, Attempt>> inOrder = new ArrayList<>(byNumber.entrySet());
        inOrder.sort(Comparator.comparing(Map.Entry::getKey));
        for (Map.Entry<Integer, Attempt> sale : inOrder) {
            latest = latest == Long.MIN_VALUE || sale.getValue().startNanos - latest > 0
                    ? sale.getValue().startNanos
                    : latest;
            if (latest - sale.getValue().endNanos > 0) {
                throw new AssertionError(
                        "ticket " + sale.getKey() + " was given out before a lower one was asked for, at " + latest);
            }
        }
    }

    private static Attempt collapse(Attempt a, Attempt b) {
        return new Attempt(a.purchase, earlier(a.startNanos, b.startNanos), earlier(a.endNanos, b.endNanos), a.answer);
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}
