package dev.onsale.core.history;

import java.io.IOException;
import java.util.Arrays;

/** Attempts as columns: 27 bytes each. Written once, by one owner, before anybody reads. */
final class Columns {
    private static final int REPLAYED = 0x80;

    int[] purchase;
    long[] invoked;
    long[] answered;

    /** The ticket if sold, the number of the cause if unknown, else 0. */
    int[] detail;

    short[] worker;
    private byte[] code;
    private int size;

    Columns(int capacity) {
        purchase = new int[capacity];
        invoked = new long[capacity];
        answered = new long[capacity];
        detail = new int[capacity];
        worker = new short[capacity];
        code = new byte[capacity];
    }

    /** An outcome's code and the replay flag in one byte. */
    static byte flagged(Code code, boolean replayed) {
        return (byte) (code.number() | (replayed ? REPLAYED : 0));
    }

    static Code code(byte flagged) {
        return Code.of(flagged & ~REPLAYED & 0xFF);
    }

    /** The byte as an outcome's code and replay flag. */
    static byte checkedCode(int flagged) throws IOException {
        PackedInput.inRange("outcome", flagged & ~REPLAYED, 0, Code.count() - 1L);
        return (byte) flagged;
    }

    int size() {
        return size;
    }

    Code code(int attempt) {
        return code(code[attempt]);
    }

    boolean replayed(int attempt) {
        return (code[attempt] & REPLAYED) != 0;
    }

    byte flaggedCode(int attempt) {
        return code[attempt];
    }

    void add(int purchase, long invoked, long answered, byte flaggedCode, int detail, int worker) {
        if (size == code.length) {
            grow(Math.max(16, size + size / 2));
        }
        this.purchase[size] = purchase;
        this.invoked[size] = invoked;
        this.answered[size] = answered;
        this.code[size] = flaggedCode;
        this.detail[size] = detail;
        this.worker[size] = (short) worker;
        size++;
    }

    private void grow(int capacity) {
        purchase = Arrays.copyOf(purchase, capacity);
        invoked = Arrays.copyOf(invoked, capacity);
        answered = Arrays.copyOf(answered, capacity);
        detail = Arrays.copyOf(detail, capacity);
        worker = Arrays.copyOf(worker, capacity);
        code = Arrays.copyOf(code, capacity);
    }
}
