package dev.onsale.core;

import java.util.BitSet;
import java.util.Map;

/** A store's own account of a sale, and how much it knows. */
public sealed interface Ledger {
    /** Tickets sold. */
    int sold();

    /** The store counted. */
    record Counted(int sold) implements Ledger {}

    /** The store knows which seats are sold, but not to whom. Seat n is bit n. */
    record Seats(BitSet seats) implements Ledger {
        @Override
        public int sold() {
            return seats.cardinality();
        }
    }

    /** The store knows which request id holds which ticket or seat. */
    record Owners(Map<String, Integer> ticketByRequest) implements Ledger {
        public Owners {
            ticketByRequest = Map.copyOf(ticketByRequest);
        }

        @Override
        public int sold() {
            return ticketByRequest.size();
        }
    }
}
