package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The store's account in the stored form. Of each request's ticket only the difference from what its buyer was told is kept. */
final class LedgerColumns {
    private static final int NONE = 0;
    private static final int COUNTED = 1;
    private static final int SEATS = 2;
    private static final int OWNERS = 3;

    /** Of an owner in a map in memory, without the name. */
    private static final int OWNER_BYTES = 80;

    private LedgerColumns() {}

    static void write(Optional<Ledger> ledger, History history, PackedOutput out) throws IOException {
        if (ledger.isEmpty()) {
            out.number(NONE);
        } else if (ledger.get() instanceof Ledger.Counted counted) {
            out.number(COUNTED);
            out.number(counted.sold());
        } else if (ledger.get() instanceof Ledger.Seats seats) {
            out.number(SEATS);
            writeSeats(seats.seats(), out);
        } else if (ledger.get() instanceof Ledger.Owners owners) {
            out.number(OWNERS);
            writeOwners(owners.ticketByRequest(), history, out);
            OwnersColumns.write(owners, history, out);
        }
    }

    /** @param version of the file: before 2 owners were all that was stored of them */
    static Optional<Ledger> read(History history, int version, PackedInput in) throws IOException {
        return switch (in.count("kind of ledger", OWNERS)) {
            case COUNTED -> Optional.of(new Ledger.Counted(in.count("sold", Integer.MAX_VALUE)));
            case SEATS -> Optional.of(new Ledger.Seats(readSeats(in)));
            case OWNERS -> {
                Map<String, Integer> owners = readOwners(history, in);
                yield Optional.of(version == 1 ? new Ledger.Owners(owners) : OwnersColumns.read(owners, history, in));
            }
            default -> Optional.empty();
        };
    }

    private static void writeSeats(BitSet seats, PackedOutput out) throws IOException {
        out.number(seats.cardinality());
        int last = -1;
        for (int seat = seats.nextSetBit(0); seat >= 0; seat = seats.nextSetBit(seat + 1)) {
            out.number(seat - last - 1L);
            last = seat;
        }
    }

    private static BitSet readSeats(PackedInput in) throws IOException {
        BitSet seats = new BitSet();
        int size = in.count("seats", Sale.MAX_CAPACITY);
        long seat = -1;
        for (int i = 0; i < size; i++) {
            seat += in.count("distance of seats", Integer.MAX_VALUE) + 1L;
            seats.set(PackedInput.inRange("seat", seat, 0, Sale.MAX_CAPACITY));
        }
        return seats;
    }

    private static void writeOwners(Map<String, Integer> owners, History history, PackedOutput out) throws IOException {
        Requests requests = history.requests();
        int[] told = told(history);
        Set<String> known = new HashSet<>();
        for (int request = 0; request < requests.size(); request++) {
            if (requests.key(request) == request) {
                String id = requests.purchase(request).requestId();
                Integer held = owners.get(id);
                out.raw(held == null ? 0 : 1);
                if (held != null) {
                    out.signed((long) held - told[request]);
                    known.add(id);
                }
            }
        }
        out.number(owners.size() - known.size());
        for (Map.Entry<String, Integer> owner : owners.entrySet()) {
            if (!known.contains(owner.getKey())) {
                out.text(owner.getKey());
                out.signed(owner.getValue());
            }
        }
    }

    private static Map<String, Integer> readOwners(History history, PackedInput in) throws IOException {
        Requests requests = history.requests();
        int[] told = told(history);
        Map<String, Integer> owners = new HashMap<>();
        for (int request = 0; request < requests.size(); request++) {
            if (requests.key(request) == request && in.count("owners of a request", 1) == 1) {
                in.take(OWNER_BYTES);
                owners.put(requests.purchase(request).requestId(), ticket(in.signed() + told[request]));
            }
        }
        int strangers = in.count("owners without a request", HistoryFile.MAX_ATTEMPTS);
        for (int i = 0; i < strangers; i++) {
            String request = in.text();
            in.take(OWNER_BYTES + PackedInput.TEXT_BYTES + request.length());
            owners.put(request, ticket(in.signed()));
        }
        return owners;
    }

    private static int ticket(long ticket) throws IOException {
        return PackedInput.inRange("ticket", ticket, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** By request, the ticket that its last successful attempt was told. */
    private static int[] told(History history) {
        int[] told = new int[history.requests().size()];
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            if (history.kind(attempt) == OutcomeKind.SOLD) {
                told[history.requests().ofPurchase(history.purchaseIndex(attempt))] = history.ticket(attempt);
            }
        }
        return told;
    }
}
