package dev.onsale.core.history;

import dev.onsale.core.Purchase;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The purchases of a workload, with those that are one and the same request joined: same id, same client, same seat. A request is the
 * unit that is executed at most once; two requests that share an id are a reused key. Requests count from 0 in the order of their first
 * purchase, so that in a workload of distinct ids purchase and request have the same number. Immutable.
 */
final class Requests {
    private final List<Purchase> purchases;
    private final int[] requestByPurchase;
    private int[] purchaseByRequest;

    /** 0 where none was asked for. */
    private int[] seatByRequest;

    /** The first request with the same id: itself, unless the key is reused. */
    private int[] keyByRequest;

    /** By the first request of an id: whether there is a second. */
    private boolean[] keyReused;

    private int size;

    Requests(List<Purchase> workload) {
        purchases = List.copyOf(workload);
        int n = purchases.size();
        requestByPurchase = new int[n];
        purchaseByRequest = new int[n];
        seatByRequest = new int[n];
        keyByRequest = new int[n];
        keyReused = new boolean[n];
        join();
        purchaseByRequest = Arrays.copyOf(purchaseByRequest, size);
        seatByRequest = Arrays.copyOf(seatByRequest, size);
        keyByRequest = Arrays.copyOf(keyByRequest, size);
        keyReused = Arrays.copyOf(keyReused, size);
    }

    /** A hash join by open addressing; a slot holds a request's number plus one. */
    private void join() {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(4, purchases.size() + purchases.size() / 2));
        int[] slots = new int[1 << bits];
        int seed = ThreadLocalRandom.current().nextInt() | 1;
        for (int p = 0; p < purchases.size(); p++) {
            Purchase purchase = purchases.get(p);
            String id = purchase.requestId();
            int slot = (hash(id, seed) * 0x9E3779B9) >>> (32 - bits);
            int key = size;
            while (slots[slot] != 0) {
                int other = slots[slot] - 1;
                Purchase before = purchase(other);
                if (id.equals(before.requestId())) {
                    if (purchase.equals(before)) {
                        break;
                    }
                    key = keyByRequest[other];
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            if (slots[slot] == 0) {
                slots[slot] = add(p, key) + 1;
            }
            requestByPurchase[p] = slots[slot] - 1;
        }
    }

    /** Unlike {@link String#hashCode}, which ids can be made for that all share one, so that each is compared with all before it. */
    private static int hash(String id, int seed) {
        int hash = 0;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * seed;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private int add(int purchase, int key) {
        int request = size++;
        purchaseByRequest[request] = purchase;
        seatByRequest[request] = purchases.get(purchase).seat().orElse(0);
        keyByRequest[request] = key;
        keyReused[key] |= key != request;
        return request;
    }

    int size() {
        return size;
    }

    List<Purchase> purchases() {
        return purchases;
    }

    int ofPurchase(int purchase) {
        return requestByPurchase[purchase];
    }

    Purchase purchase(int request) {
        return purchases.get(purchaseByRequest[request]);
    }

    /** The seat asked for, of any value; 0 where none was. */
    int seat(int request) {
        return seatByRequest[request];
    }

    /** The first request with the same id. */
    int key(int request) {
        return keyByRequest[request];
    }

    /** Whether another request has the same id. */
    boolean isKeyReused(int request) {
        return keyReused[keyByRequest[request]];
    }
}
