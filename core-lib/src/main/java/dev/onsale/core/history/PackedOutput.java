package dev.onsale.core.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Numbers in as few bytes as they need, 7 bits a byte, the low ones first; strings as UTF-8 after their length. */
final class PackedOutput {
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int used;

    PackedOutput(OutputStream out) {
        this.out = out;
    }

    void raw(int value) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) value;
    }

    void raw(byte[] bytes) throws IOException {
        for (byte each : bytes) {
            raw(each);
        }
    }

    /** Small for numbers of small size; a negative one counts as above 2^63. */
    void number(long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            raw((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        raw((int) rest);
    }

    /** Small for numbers near zero, of either sign. */
    void signed(long value) throws IOException {
        number(folded(value));
    }

    /**
     * Numbers of about the same size, of either sign: the lowest byte of each, then the next of each, up to the highest that any needs. So
     * what packs well is not mixed with what does not.
     */
    void column(long[] values, int size) throws IOException {
        long all = 0;
        for (int i = 0; i < size; i++) {
            all |= folded(values[i]);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(all);
        raw((bits + 7) / 8);
        for (int shift = 0; shift < bits; shift += 8) {
            for (int i = 0; i < size; i++) {
                raw((int) (folded(values[i]) >>> shift));
            }
        }
    }

    /** Small for numbers near zero. */
    private static long folded(long value) {
        return (value << 1) ^ (value >> 63);
    }

    void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        raw(bytes);
    }

    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }
}
