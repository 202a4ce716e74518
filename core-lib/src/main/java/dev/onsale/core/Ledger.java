package dev.onsale.core;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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

    /**
     * The store knows which request id holds which ticket or seat. What else it says of the same sales is there to be compared.
     *
     * @param clientByRequest whose each of these requests is; empty where the store does not say
     * @param requestBySeat which request it names as the buyer of each seat; empty where it names none
     * @param counted how many tickets it counts as sold; empty where it does not count
     */
    record Owners(
            Map<String, Integer> ticketByRequest,
            Optional<Map<String, String>> clientByRequest,
            Optional<Map<Integer, String>> requestBySeat,
            OptionalInt counted)
            implements Ledger {
        public Owners {
            ticketByRequest = Map.copyOf(ticketByRequest);
            clientByRequest = clientByRequest.map(Map::copyOf);
            requestBySeat = requestBySeat.map(Map::copyOf);
        }

        /** Nothing else is known. */
        public Owners(Map<String, Integer> ticketByRequest) {
            this(ticketByRequest, Optional.empty(), Optional.empty(), OptionalInt.empty());
        }

        @Override
        public int sold() {
            return ticketByRequest.size();
        }
    }
}
