package dev.onsale.charts;

import dev.onsale.core.Answer;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.Rejected;
import dev.onsale.core.Outcome.Sold;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Recorder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * A sale as it could have been: clients in a closed loop, workers that take batches, one store; in a time of its own, from a seed. A sound
 * store decides a batch at once. A racy one decides on what it read a millisecond before it writes.
 */
final class SyntheticSale {
    private static final int CLIENTS = 128;
    private static final int BATCH = 32;
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000 * MICRO;

    private record Event(long nanos, long order, Runnable action) {}

    private record Sent(int purchase, int attempt) {}

    private final Random random;
    private final Sale sale;
    private final boolean racy;
    private final List<Purchase> purchases = new ArrayList<>();
    private final Recorder recorder;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::nanos).thenComparing(Event::order));
    private final List<Deque<Sent>> waiting = new ArrayList<>();
    private final BitSet busy = new BitSet();
    private final BitSet seats = new BitSet();
    private long now;
    private long order;
    private int sold;
    private int next;

    private SyntheticSale(Sale sale, int requests, int workers, boolean racy, long seed, IntUnaryOperator seat) {
        this.sale = sale;
        this.racy = racy;
        random = new Random(seed);
        for (int i = 1; i <= requests; i++) {
            purchases.add(
                    sale.model() == Model.NUMBERED
                            ? Purchase.seat("client-" + i, seat.applyAsInt(i), "r" + i)
                            : Purchase.any("client-" + i, "r" + i));
        }
        for (int i = 0; i < workers; i++) {
            waiting.add(new ArrayDeque<>());
        }
        recorder = new Recorder(purchases, requests);
    }

    /** Half as many requests again as there are tickets. */
    static Evidence unnumbered(int tickets, int workers, boolean racy, long seed) {
        Sale sale = new Sale("synthetic", Model.UNNUMBERED, tickets);
        return new SyntheticSale(sale, tickets + tickets / 2, workers, racy, seed, i -> 0).run();
    }

    /** Four requests in five want one of the first twentieth of the seats. */
    static Evidence hotspot(int seats, int requests, int workers, boolean racy, long seed) {
        Sale sale = new Sale("synthetic", Model.NUMBERED, seats);
        Random wish = new Random(seed);
        int hot = Math.max(1, seats / 20);
        return new SyntheticSale(
                        sale, requests, workers, racy, seed, i -> 1 + wish.nextInt(wish.nextInt(5) < 4 ? hot : seats))
                .run();
    }

    private Evidence run() {
        for (int client = 0; client < CLIENTS; client++) {
            in(20 * MICRO * client, this::send);
        }
        while (!events.isEmpty()) {
            Event event = events.remove();
            now = event.nanos();
            event.action().run();
        }
        EnumSet<Guarantee> declared = EnumSet.complementOf(EnumSet.of(Guarantee.FENCED));
        return Evidence.of(sale, recorder.history(), declared);
    }

    private void in(long nanos, Runnable action) {
        events.add(new Event(now + nanos, order++, action));
    }

    private long wire() {
        return (long) (MILLI * (0.4 + Math.exp(random.nextGaussian() * 0.7)));
    }

    private void send() {
        if (next < purchases.size()) {
            int purchase = next++;
            Sent sent = new Sent(purchase, recorder.invoked(purchase, now));
            int worker = random.nextInt(waiting.size());
            in(wire(), () -> {
                waiting.get(worker).add(sent);
                work(worker);
            });
        }
    }

    private void work(int worker) {
        if (busy.get(worker) || waiting.get(worker).isEmpty()) {
            return;
        }
        busy.set(worker);
        List<Sent> batch = new ArrayList<>();
        while (batch.size() < BATCH && !waiting.get(worker).isEmpty()) {
            batch.add(waiting.get(worker).remove());
        }
        in(MILLI / 2 + random.nextInt((int) MILLI / 4), () -> decide(worker, batch));
    }

    private void decide(int worker, List<Sent> batch) {
        List<Outcome> outcomes = new ArrayList<>();
        int count = sold;
        BitSet taken = (BitSet) seats.clone();
        for (Sent sent : batch) {
            if (sale.model() == Model.UNNUMBERED) {
                outcomes.add(count < sale.capacity() ? new Sold(++count) : Rejected.SOLD_OUT);
            } else {
                int seat = purchases.get(sent.purchase()).seat().orElseThrow();
                outcomes.add(taken.get(seat) ? Rejected.SEAT_TAKEN : new Sold(seat));
                taken.set(seat);
            }
        }
        if (racy) {
            in(MILLI, () -> write(worker, batch, outcomes));
        } else {
            write(worker, batch, outcomes);
        }
    }

    private void write(int worker, List<Sent> batch, List<Outcome> outcomes) {
        for (int i = 0; i < batch.size(); i++) {
            Sent sent = batch.get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Sold ticket) {
                sold++;
                seats.set(ticket.ticket());
            }
            in(wire(), () -> {
                recorder.answered(sent.attempt(), now, new Answer(outcome, "w" + (worker + 1), false));
                in(50 * MICRO, this::send);
            });
        }
        busy.clear(worker);
        work(worker);
    }
}
