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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Small histories, attempt by attempt, with times in µs. */
final class Sales {
    private record Attempt(Purchase purchase, long from, long to, Outcome outcome) {}

    private final Sale sale;
    private final List<Attempt> attempts = new ArrayList<>();

    private Sales(Sale sale) {
        this.sale = sale;
    }

    static Sales tickets(int capacity) {
        return new Sales(new Sale("s", Model.UNNUMBERED, capacity));
    }

    static Sales seats(int capacity) {
        return new Sales(new Sale("s", Model.NUMBERED, capacity));
    }

    Sales sold(String request, int from, int to, int ticket) {
        return add(request, ticket, from, to, new Sold(ticket));
    }

    Sales rejected(String request, int from, int to) {
        return add(request, 0, from, to, Rejected.SOLD_OUT);
    }

    Sales taken(String request, int seat, int from, int to) {
        return add(request, seat, from, to, Rejected.SEAT_TAKEN);
    }

    Sales lost(String request, int seat, int from, int to) {
        return add(request, seat, from, to, new Outcome.Unknown("reset"));
    }

    private Sales add(String request, int seat, int from, int to, Outcome outcome) {
        Purchase purchase = sale.model() == Model.NUMBERED
                ? Purchase.seat("c-" + request, seat, request)
                : Purchase.any("c-" + request, request);
        attempts.add(new Attempt(purchase, from, to, outcome));
        return this;
    }

    Evidence evidence() {
        Recorder recorder =
                new Recorder(attempts.stream().map(Attempt::purchase).toList(), attempts.size());
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            recorder.answered(
                    recorder.invoked(i, attempt.from() * 1_000),
                    attempt.to() * 1_000,
                    new Answer(attempt.outcome(), "w1", false));
        }
        return Evidence.of(sale, recorder.history(), EnumSet.complementOf(EnumSet.of(Guarantee.FENCED)));
    }
}
