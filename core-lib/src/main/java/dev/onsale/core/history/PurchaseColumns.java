package dev.onsale.core.history;

import dev.onsale.core.Purchase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The workload in the stored form: in blocks, and in each block column by column, so that like stands beside like. */
final class PurchaseColumns {
    private static final int BLOCK = 1 << 14;

    private PurchaseColumns() {}

    static void write(List<Purchase> purchases, PackedOutput out) throws IOException {
        CountedNames clients = new CountedNames();
        CountedNames requests = new CountedNames();
        out.number(purchases.size());
        for (int from = 0; from < purchases.size(); from += BLOCK) {
            List<Purchase> block = purchases.subList(from, Math.min(from + BLOCK, purchases.size()));
            for (Purchase purchase : block) {
                requests.write(purchase.requestId(), out);
            }
            for (Purchase purchase : block) {
                clients.write(purchase.client(), out);
            }
            for (Purchase purchase : block) {
                writeSeat(purchase.seat(), out);
            }
        }
    }

    private static void writeSeat(OptionalInt seat, PackedOutput out) throws IOException {
        out.raw(seat.isPresent() ? 1 : 0);
        if (seat.isPresent()) {
            out.signed(seat.getAsInt());
        }
    }

    /** @param most purchases to accept */
    static List<Purchase> read(PackedInput in, int most) throws IOException {
        CountedNames clients = new CountedNames();
        CountedNames requests = new CountedNames();
        int size = in.count("purchases", most);
        List<Purchase> purchases = new ArrayList<>();
        while (purchases.size() < size) {
            int block = Math.min(BLOCK, size - purchases.size());
            List<String> ids = new ArrayList<>(block);
            List<String> names = new ArrayList<>(block);
            for (int i = 0; i < block; i++) {
                ids.add(requests.read(in));
            }
            for (int i = 0; i < block; i++) {
                names.add(clients.read(in));
            }
            for (int i = 0; i < block; i++) {
                purchases.add(new Purchase(names.get(i), ids.get(i), readSeat(in)));
            }
        }
        return purchases;
    }

    private static OptionalInt readSeat(PackedInput in) throws IOException {
        return in.count("seats of a purchase", 1) == 0
                ? OptionalInt.empty()
                : OptionalInt.of(PackedInput.inRange("seat", in.signed(), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
}
