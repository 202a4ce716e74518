package dev.onsale.core.history;

import dev.onsale.core.Answer;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Violation.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Watches a trial while it runs, and knows at once when too much is sold, or one ticket to two buyers, or something to a buyer who came
 * after another had been turned away. A constant amount of work for each attempt. What it says is proven, but it sees less than {@link Checker}. Thread-safe, without
 * locks.
 *
 * <p>Alarms do not depend on the order in which threads come here: the latest start of a sale and the earliest end of a rejection are kept,
 * and compared whenever one of them moves. A retry must be announced after the first attempt.
 */
public final class Monitor {
    private final Sale sale;
    private final Requests requests;
    private final long originNanos;

    /** By request: the first invocation. */
    private final AtomicLongArray starts;

    /** By request: 1 once a sale to it was acknowledged. */
    private final AtomicIntegerArray acknowledged;

    /** By ticket number of identical tickets: the request that has it, plus one; 0 while nobody does. */
    private final AtomicIntegerArray holders;

    // By seat; identical tickets are all at 0.
    private final AtomicIntegerArray sales;
    private final AtomicLongArray latestSaleStarts;
    private final AtomicLongArray firstRejectionEnds;

    /**
     * A reason to stop.
     *
     * @param kind {@link Kind#OVERSOLD}, {@link Kind#DUP_NUMBER} or {@link Kind#LATE_SALE}; the last is no reason where the level declared tolerates it
     * @param text one plain sentence; the time in µs since the origin
     */
    public record Alarm(Kind kind, String text) {}

    /** @param originNanos a reading of the clock from before the first invocation */
    public Monitor(Sale sale, List<Purchase> purchases, long originNanos) {
        this.sale = sale;
        this.originNanos = originNanos;
        requests = new Requests(purchases);
        starts = filled(requests.size(), Long.MAX_VALUE);
        acknowledged = new AtomicIntegerArray(requests.size());
        holders = new AtomicIntegerArray(sale.model() == Model.UNNUMBERED ? sale.capacity() + 1 : 0);
        int objects = sale.model() == Model.NUMBERED ? sale.capacity() + 1 : 1;
        sales = new AtomicIntegerArray(objects);
        latestSaleStarts = filled(objects, Long.MIN_VALUE);
        firstRejectionEnds = filled(objects, Long.MAX_VALUE);
    }

    private static AtomicLongArray filled(int size, long value) {
        AtomicLongArray array = new AtomicLongArray(size);
        for (int i = 0; i < size; i++) {
            array.setPlain(i, value);
        }
        return array;
    }

    /** An attempt begins. To be called before its first byte leaves. */
    public void invoked(int purchaseIndex, long nanos) {
        lower(starts, requests.ofPurchase(purchaseIndex), nanos - originNanos);
    }

    /** An attempt's answer has been read; says whether that is a reason for an alarm. */
    public Optional<Alarm> answered(int purchaseIndex, long nanos, Answer answer) {
        int request = requests.ofPurchase(purchaseIndex);
        if (sale.refusal(requests.purchase(request)).isPresent()) {
            return Optional.empty();
        }
        int object = sale.model() == Model.NUMBERED
                ? requests.purchase(request).seat().getAsInt()
                : 0;
        Outcome outcome = answer.outcome();
        if (outcome instanceof Outcome.Sold sold) {
            return sold(request, object, sold.ticket(), nanos - originNanos);
        }
        if (outcome instanceof Outcome.Rejected) {
            lower(firstRejectionEnds, object, nanos - originNanos);
            return lateSale(object, request);
        }
        return Optional.empty();
    }

    private Optional<Alarm> sold(int request, int object, int ticket, long end) {
        if (acknowledged.getAndSet(request, 1) == 1) {
            return Optional.empty();
        }
        int capacity = sale.model() == Model.NUMBERED ? 1 : sale.capacity();
        if (sales.incrementAndGet(object) > capacity) {
            String what = object == 0 ? Words.count(capacity + 1L, "sale") : "Seat " + object + " sold twice and";
            return Optional.of(new Alarm(
                    Kind.OVERSOLD,
                    what + " acknowledged by " + Words.micros(end) + ", the last to " + id(request) + "."));
        }
        if (ticket >= 1 && ticket < holders.length()) {
            int before = holders.compareAndExchange(ticket, 0, request + 1);
            if (before != 0) {
                return Optional.of(new Alarm(
                        Kind.DUP_NUMBER,
                        "Ticket " + ticket + " sold twice and acknowledged by " + Words.micros(end) + ", to "
                                + id(before - 1) + " and to " + id(request) + "."));
            }
        }
        raise(latestSaleStarts, object, starts.get(request));
        return lateSale(object, request);
    }

    private Optional<Alarm> lateSale(int object, int request) {
        long late = latestSaleStarts.get(object) - firstRejectionEnds.get(object);
        boolean both =
                latestSaleStarts.get(object) != Long.MIN_VALUE && firstRejectionEnds.get(object) != Long.MAX_VALUE;
        if (!both || late <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Alarm(
                Kind.LATE_SALE,
                "A buyer was turned away at " + Words.micros(firstRejectionEnds.get(object))
                        + (object == 0 ? "" : " from seat " + object) + ", and one who came " + Words.micros(late)
                        + " later was sold a ticket; seen at " + id(request) + "."));
    }

    private static void lower(AtomicLongArray array, int index, long value) {
        if (value < array.get(index)) {
            array.accumulateAndGet(index, value, Math::min);
        }
    }

    private static void raise(AtomicLongArray array, int index, long value) {
        if (value > array.get(index)) {
            array.accumulateAndGet(index, value, Math::max);
        }
    }

    private String id(int request) {
        return requests.purchase(request).requestId();
    }
}
