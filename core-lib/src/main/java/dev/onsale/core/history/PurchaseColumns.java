package dev.onsale.core.history;

import dev.onsale.core.Purchase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The workload in the stored form: in blocks, and in each block column by column, so that like stands beside like. */
final class PurchaseColumns {
    private static final int BLOCK = 1 << 14;

    /** Of a purchase in memory, and of its places in {@link Requests}; without its names. */
    private static final int BYTES = 100;

    private PurchaseColumns() {}

    static void write(List<Purchase> purchases, PackedOutput out) throws IOException {
        CountedNames clients = new CountedNames();
        CountedNames requests = new CountedNames();
        long[] seats = new long[BLOCK];
        out.number(purchases.size());
        for (int from = 0; from < purchases.size(); from += BLOCK) {
            List<Purchase> block = purchases.subList(from, Math.min(from + BLOCK, purchases.size()));
            for (Purchase purchase : block) {
                requests.write(purchase.requestId(), out);
            }
            for (Purchase purchase : block) {
                clients.write(purchase.client(), out);
            }
            for (int i = 0; i < block.size(); i++) {
                OptionalInt seat = block.get(i).seat();
                out.raw(seat.isPresent() ? 1 : 0);
                seats[i] = seat.orElse(0);
            }
            out.column(seats, block.size());
        }
    }

    /** @param most purchases to accept */
    static List<Purchase> read(PackedInput in, int most) throws IOException {
        CountedNames clients = new CountedNames();
        CountedNames requests = new CountedNames();
        long[] seats = new long[BLOCK];
        int size = in.count("purchases", most);
        List<Purchase> purchases = new ArrayList<>();
        for (int from = 0; from < size; from += BLOCK) {
            int block = Math.min(BLOCK, size - from);
            String[] ids = new String[block];
            String[] names = new String[block];
            boolean[] numbered = new boolean[block];
            for (int i = 0; i < block; i++) {
                ids[i] = requests.read(in);
            }
            for (int i = 0; i < block; i++) {
                names[i] = clients.read(in);
            }
            for (int i = 0; i < block; i++) {
                numbered[i] = in.count("seats of a purchase", 1) == 1;
            }
            in.column(seats, block);
            for (int i = 0; i < block; i++) {
                in.take(BYTES + 2L * PackedInput.TEXT_BYTES + ids[i].length() + names[i].length());
                purchases.add(new Purchase(names[i], ids[i], seat(numbered[i], seats[i])));
            }
        }
        return purchases;
    }

    private static OptionalInt seat(boolean numbered, long seat) throws IOException {
        int number = PackedInput.inRange("seat", seat, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return numbered ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
