package dev.onsale.core.history;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link PackedOutput} wrote, and believes nothing: every size is checked before memory is taken for it. */
final class PackedInput {
    /** The longest text, in bytes. */
    static final int MAX_TEXT = 1 << 12;

    /** What a text takes beside its characters, roughly. */
    static final int TEXT_BYTES = 64;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int end;
    private final long mostMemory;
    private long memory;

    /** Of which at most half of the heap is made. */
    PackedInput(InputStream in) {
        this(in, Runtime.getRuntime().maxMemory() / 2);
    }

    /** @param mostMemory how many bytes of memory may be made of it, roughly */
    PackedInput(InputStream in, long mostMemory) {
        this.in = in;
        this.mostMemory = mostMemory;
    }

    /** To be told of the memory that is about to be taken: a few bytes of a packed file can ask for a thousand times as many. */
    void take(long bytes) throws IOException {
        memory += bytes;
        if (memory > mostMemory) {
            throw new IOException("needs more than " + (mostMemory >> 20)
                    + " MB of memory, half of what this Java may use: give it more with ONSALE_JVM_OPTIONS=-Xmx…");
        }
    }

    int raw() throws IOException {
        if (next == end && !fill()) {
            throw new EOFException("ends too early");
        }
        return buffer[next++] & 0xFF;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    boolean isAtEnd() throws IOException {
        return next == end && !fill();
    }

    long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int read = raw();
            value |= (read & 0x7FL) << shift;
            if ((read & 0x80) == 0) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes");
    }

    long signed() throws IOException {
        return unfolded(number());
    }

    void column(long[] values, int size) throws IOException {
        int bytes = count("bytes of a number", Long.BYTES);
        Arrays.fill(values, 0, size, 0);
        for (int plane = 0; plane < bytes; plane++) {
            for (int i = 0; i < size; i++) {
                values[i] |= (long) raw() << (8 * plane);
            }
        }
        for (int i = 0; i < size; i++) {
            values[i] = unfolded(values[i]);
        }
    }

    private static long unfolded(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number in 0..most. */
    int count(String what, long most) throws IOException {
        return inRange(what, number(), 0, most);
    }

    static int inRange(String what, long value, long least, long most) throws IOException {
        if (value < least || value > most) {
            throw new IOException("must be in " + least + ".." + most + ": " + what + "=" + value);
        }
        return (int) value;
    }

    String text() throws IOException {
        return text(MAX_TEXT);
    }

    String text(int mostBytes) throws IOException {
        byte[] bytes = new byte[count("bytes of a text", mostBytes)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) raw();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("a text is not UTF-8", e);
        }
    }
}
