package dev.onsale.core.history;

import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.NotExecuted;
import dev.onsale.core.Outcome.Rejected;

/** An outcome as one byte. The numbers are part of the stored form: append, never insert. */
enum Code {
    /** No answer came: the zero of a fresh column. */
    UNANSWERED(0, OutcomeKind.UNKNOWN),
    SOLD(1, OutcomeKind.SOLD),
    SOLD_OUT(2, OutcomeKind.REJECTED),
    SEAT_TAKEN(3, OutcomeKind.REJECTED),
    MALFORMED(4, OutcomeKind.NOT_EXECUTED),
    NO_SUCH_SEAT(5, OutcomeKind.NOT_EXECUTED),
    KEY_REUSED(6, OutcomeKind.NOT_EXECUTED),
    BUSY(7, OutcomeKind.NOT_EXECUTED),
    NO_SALE(8, OutcomeKind.NOT_EXECUTED),
    UNAVAILABLE(9, OutcomeKind.NOT_EXECUTED),
    UNKNOWN(10, OutcomeKind.UNKNOWN);

    private static final Code[] ALL = values();

    private final byte number;
    private final OutcomeKind kind;

    Code(int number, OutcomeKind kind) {
        this.number = (byte) number;
        this.kind = kind;
    }

    static Code of(int number) {
        return ALL[number];
    }

    static int count() {
        return ALL.length;
    }

    static Code of(Outcome outcome) {
        return outcome.fold(sold -> SOLD, Code::of, Code::of, unknown -> UNKNOWN);
    }

    private static Code of(Rejected rejected) {
        return switch (rejected) {
            case SOLD_OUT -> SOLD_OUT;
            case SEAT_TAKEN -> SEAT_TAKEN;
        };
    }

    private static Code of(NotExecuted notExecuted) {
        return switch (notExecuted) {
            case MALFORMED -> MALFORMED;
            case NO_SUCH_SEAT -> NO_SUCH_SEAT;
            case KEY_REUSED -> KEY_REUSED;
            case BUSY -> BUSY;
            case NO_SALE -> NO_SALE;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }

    byte number() {
        return number;
    }

    OutcomeKind kind() {
        return kind;
    }

    /** The outcome with this code; ticket and cause are for those that have one. */
    Outcome outcome(int ticket, String cause) {
        return switch (this) {
            case UNANSWERED, UNKNOWN -> new Outcome.Unknown(cause);
            case SOLD -> new Outcome.Sold(ticket);
            case SOLD_OUT -> Rejected.SOLD_OUT;
            case SEAT_TAKEN -> Rejected.SEAT_TAKEN;
            case MALFORMED -> NotExecuted.MALFORMED;
            case NO_SUCH_SEAT -> NotExecuted.NO_SUCH_SEAT;
            case KEY_REUSED -> NotExecuted.KEY_REUSED;
            case BUSY -> NotExecuted.BUSY;
            case NO_SALE -> NotExecuted.NO_SALE;
            case UNAVAILABLE -> NotExecuted.UNAVAILABLE;
        };
    }
}
