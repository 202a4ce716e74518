package dev.onsale.core.history;

import java.util.List;

/**
 * Something that must not happen and did, with a counter-example. Each is proven: it stands whatever became of the attempts that got no
 * answer.
 *
 * @param text the counter-example in one or two plain sentences; times are in µs since the trial's first invocation
 * @param attempts of the history, that show it; empty when no single one does
 */
public record Violation(Kind kind, String text, List<Integer> attempts) {
    public Violation {
        attempts = List.copyOf(attempts);
    }

    /** What can go wrong, the worst first. */
    public enum Kind {
        /** More tickets sold than there are, or one seat to two buyers. */
        OVERSOLD(Level.BROKEN),
        /** A ticket outside 1..capacity. */
        NUMBER_RANGE(Level.BROKEN),
        /** One ticket number to two buyers. */
        DUP_NUMBER(Level.BROKEN),
        /** Another ticket than the one asked for, or than the store holds. */
        TICKET_MISMATCH(Level.BROKEN),
        /** A buyer was told of a sale that the store does not hold. */
        LOST_SALE(Level.BROKEN),
        /** The store holds a ticket for another client or request than the one that bought it. */
        WRONG_OWNER(Level.BROKEN),
        /** Two accounts of the same contradict each other: a worker's counters the answers that bear its name, the store's count its owners. */
        CONSERVATION(Level.BROKEN),
        /** Attempts at one request were decided differently. */
        IDEMPOTENCY(Level.SAFE),
        /** An answer was called the stored one of an earlier attempt though there was none, or a new one though there was. */
        FALSE_REPLAY(Level.SAFE),
        /** One request id was executed for two clients or two seats. */
        KEY_REUSE(Level.SAFE),
        /** The store holds a sale that no buyer can have been told of. */
        PHANTOM(Level.SAFE),
        /** A good purchase was refused as a bad one, or a bad one was decided, or the wrong reason was given. */
        WRONG_REFUSAL(Level.SAFE),
        /** In the end a ticket is left over, though a buyer was turned away. */
        UNDERSOLD(Level.SAFE),
        /** A sale to a buyer who came after another had been turned away. */
        LATE_SALE(Level.SAFE_EXACT),
        /** A buyer was turned away before everything can have been sold. */
        FALSE_SOLD_OUT(Level.SAFE_EXACT),
        /** A seat was refused before anybody else can have bought it. */
        SEAT_FALSE_TAKEN(Level.SAFE_EXACT),
        /** A later buyer's ticket has a smaller number. */
        ORDER(Level.LINEARIZABLE),
        /** A ticket number was given out while a smaller one cannot have been. */
        GAP(Level.LINEARIZABLE);

        private final Level ceiling;

        Kind(Level ceiling) {
            this.ceiling = ceiling;
        }

        /** The best level that a sale with such a violation can have. */
        public Level ceiling() {
            return ceiling;
        }
    }
}
