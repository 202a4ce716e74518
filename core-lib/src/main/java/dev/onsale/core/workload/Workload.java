package dev.onsale.core.workload;

import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import java.util.BitSet;
import java.util.List;

/** The purchases of one {@code BUY} file, all of one model; at least one. Immutable. */
public final class Workload {
    private final String name;
    private final String source;
    private final Model model;
    private final String sha256;
    private final List<Purchase> purchases;
    private final BitSet retries;

    /** @param retries the positions of the purchases whose request id was there before */
    Workload(String name, String source, Model model, String sha256, List<Purchase> purchases, BitSet retries) {
        this.name = name;
        this.source = source;
        this.model = model;
        this.sha256 = sha256;
        this.purchases = List.copyOf(purchases);
        this.retries = retries;
    }

    /** A short name for results and charts: the file's without {@code .txt}, or the shape's id. */
    public String name() {
        return name;
    }

    /** Where it came from, for people: the file's name, without directories, or how it was generated. */
    public String source() {
        return source;
    }

    public Model model() {
        return model;
    }

    /** The SHA-256 of the file's bytes, comments and all, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** One for each {@code BUY} line, in the order of the file; an identical line further down is a retry. */
    public List<Purchase> purchases() {
        return purchases;
    }

    /** How many requests there are, retries not counted. */
    public int distinctRequests() {
        return purchases.size() - retries.cardinality();
    }

    /**
     * What a sale of this many tickets must make of the workload.
     *
     * @throws IllegalArgumentException the capacity is less than 1
     */
    public Demand demand(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("must be >= 1: capacity=" + capacity);
        }
        int requests = distinctRequests();
        if (model == Model.UNNUMBERED) {
            int sold = Math.min(requests, capacity);
            return new Demand(requests, sold, requests - sold, 0);
        }
        BitSet seats = new BitSet();
        int noSuchSeat = 0;
        for (int i = retries.nextClearBit(0); i < purchases.size(); i = retries.nextClearBit(i + 1)) {
            int seat = purchases.get(i).seat().orElseThrow();
            if (seat < 1 || seat > capacity) {
                noSuchSeat++;
            } else {
                seats.set(seat);
            }
        }
        int sold = seats.cardinality();
        return new Demand(requests, sold, requests - sold - noSuchSeat, noSuchSeat);
    }

    @Override
    public String toString() {
        return name + " (" + model.id() + ", " + purchases.size() + " purchases)";
    }
}
