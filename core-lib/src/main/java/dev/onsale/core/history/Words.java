package dev.onsale.core.history;

import dev.onsale.core.Purchase;
import java.util.Locale;

/** How attempts are spoken of in counter-examples. */
final class Words {
    private final History history;

    Words(History history) {
        this.history = history;
    }

    /** "req-5 (client c1, seat 7, worker w2)". */
    String who(int attempt) {
        Purchase purchase = history.purchase(attempt);
        StringBuilder text = new StringBuilder(purchase.requestId());
        text.append(" (client ").append(purchase.client());
        purchase.seat().ifPresent(seat -> text.append(", seat ").append(seat));
        if (!history.worker(attempt).isEmpty()) {
            text.append(", worker ").append(history.worker(attempt));
        }
        return text.append(')').toString();
    }

    /** "was told SOLD ticket 7 at 8,100 µs". */
    String was(int attempt) {
        String at = " at " + micros(history.answeredNanos(attempt));
        return switch (history.code(attempt)) {
            case UNANSWERED -> "was never answered";
            case UNKNOWN -> "had no certain answer" + at;
            case SOLD -> "was told SOLD ticket " + history.ticket(attempt) + at;
            case SOLD_OUT, SEAT_TAKEN, MALFORMED, NO_SUCH_SEAT, KEY_REUSED, BUSY, NO_SALE, UNAVAILABLE ->
                "was told " + history.code(attempt) + at;
        };
    }

    /** Who, and what they were told. */
    String whoWas(int attempt) {
        return who(attempt) + " " + was(attempt);
    }

    /** Who, and how we know that they have this ticket: they were told, or the store holds it for them. */
    String whoHas(int attempt, int ticket) {
        return history.kind(attempt) == OutcomeKind.SOLD
                ? whoWas(attempt)
                : whoWas(attempt) + " but holds ticket " + ticket + " in the store";
    }

    /** In microseconds; below a thousand of them to the nanosecond. */
    static String micros(long nanos) {
        return Math.abs(nanos) >= 1_000_000
                ? String.format(Locale.ROOT, "%,d µs", Math.floorDiv(nanos, 1000))
                : String.format(Locale.ROOT, "%.3f µs", nanos / 1000.0);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** "1 sale", "2 sales". */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
