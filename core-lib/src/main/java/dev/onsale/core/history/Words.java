package dev.onsale.core.history;

import dev.onsale.core.Purchase;

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

    /** In microseconds; below a thousand of them to the nanosecond, where it was taken down so exactly. */
    static String micros(long nanos) {
        long size = Math.abs(nanos);
        String sign = nanos < 0 ? "-" : "";
        return size >= 1_000_000 || size % 1_000 == 0
                ? sign + count(size / 1000) + " µs"
                : sign + size / 1000 + "." + Long.toString(1000 + size % 1000).substring(1) + " µs";
    }

    /** With commas between thousands. */
    static String count(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int at = digits.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    /** "1 sale", "2 sales". */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
