package dev.onsale.core.workload;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The lines of a stream, one after another, each as a range of one buffer: what the stream holds, and how much, costs no memory. The
 * SHA-256 of the bytes is computed as they pass. Ends of lines (LF or CRLF) and a byte-order mark belong to no line. Not thread-safe.
 */
final class Lines {
    /** The longest line. A longer one is handed out cut, so that it can be seen to be too long, and nothing is after it. */
    static final int MAX_BYTES = 1_000;

    private final InputStream in;
    private final MessageDigest sha256 = newSha256();

    private final byte[] buffer = new byte[1 << 16];
    private int filled;

    private int number;
    private int from;
    private int to;
    private int next;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next line, if there is one. */
    boolean advance() throws IOException {
        from = next;
        int length = 0;
        boolean ended = false;
        while (!ended && length <= MAX_BYTES + 1 && (from + length < filled || refill())) {
            ended = buffer[from + length] == '\n';
            length += ended ? 0 : 1;
        }
        if (length == 0 && !ended) {
            return false;
        }
        number++;
        to = from + length;
        next = ended ? to + 1 : to;
        if (length > 0 && buffer[to - 1] == '\r') {
            to--;
        }
        if (number == 1) {
            from = BuyLine.afterByteOrderMark(buffer, from, to);
        }
        return true;
    }

    /** The current line's number, from 1. */
    int number() {
        return number;
    }

    /** Where the current line is, until the next one takes its place. */
    byte[] buffer() {
        return buffer;
    }

    /** The current line's first byte. */
    int from() {
        return from;
    }

    /** After the current line's last byte. */
    int to() {
        return to;
    }

    /** The SHA-256 of all bytes, in hexadecimal. To be asked once, after the last line. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Reads more behind the current line, which moves to the buffer's beginning. */
    private boolean refill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        filled -= from;
        from = 0;
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            return false;
        }
        sha256.update(buffer, filled, read);
        filled += read;
        return true;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
