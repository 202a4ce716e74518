package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes from left to right against what they are expected to be. It knows nothing of XML but the characters that stand for themselves
 * in a text; whoever uses it gives up at the first surprise, and asks a parser. Not thread-safe.
 */
final class Scanner {
    private static final int MAX_DIGITS = 9;

    private byte[] bytes = new byte[1024];
    private int end;
    private int at;

    /** Begins with what is readable there, which is left as it is. */
    void begin(ByteBuf in) {
        end = in.readableBytes();
        at = 0;
        if (bytes.length < end) {
            bytes = new byte[Integer.highestOneBit(end) << 1];
        }
        in.getBytes(in.readerIndex(), bytes, 0, end);
    }

    /** Gives back what one huge document took. */
    void trim(int most) {
        if (bytes.length > most) {
            bytes = new byte[1024];
        }
    }

    /** Passes exactly these bytes, or stays where it is. */
    boolean pass(byte[] expected) {
        if (!isNext(expected)) {
            return false;
        }
        at += expected.length;
        return true;
    }

    /** Passes the first of these that is next. */
    boolean passOne(byte[][] anyOf) {
        for (byte[] expected : anyOf) {
            if (pass(expected)) {
                return true;
            }
        }
        return false;
    }

    /** Passes white space, and then exactly these bytes. */
    boolean spaceAnd(byte[] expected) {
        space();
        return pass(expected);
    }

    /** Passes white space. */
    void space() {
        while (at < end && (bytes[at] == '\n' || bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** The characters up to the next tag, at least one, if each is of ASCII, visible, and stands for itself; otherwise null. */
    @Nullable
    String text() {
        int from = at;
        int i = from;
        while (i < end && isPlain(bytes[i])) {
            i++;
        }
        if (i == from || i == end || bytes[i] != '<') {
            return null;
        }
        at = i;
        return new String(bytes, from, i - from, StandardCharsets.ISO_8859_1);
    }

    /** A whole number of a few digits; otherwise null. */
    @Nullable
    Integer number() {
        boolean negative = at < end && bytes[at] == '-';
        int from = negative ? at + 1 : at;
        int value = 0;
        int i = from;
        for (; i < end && i - from < MAX_DIGITS && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            value = 10 * value + bytes[i] - '0';
        }
        if (i == from) {
            return null;
        }
        at = i;
        return negative ? -value : value;
    }

    private boolean isNext(byte[] expected) {
        if (end - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text can stand in XML as it is, and is read back by {@link #text}. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7e || !isPlain((byte) c)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isPlain(byte c) {
        return c > ' ' && c < 0x7f && c != '<' && c != '>' && c != '&';
    }

    /** Bytes to be expected. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
