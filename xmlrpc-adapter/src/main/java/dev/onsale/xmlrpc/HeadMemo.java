package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the head of the last message on a connection, or before the first one that of another connection. The next one most often has
 * the same, but for the length of its body, and then needs no decoder: the same bytes mean the same. A head is learned only from a message that the decoder found sound, and whose body was all
 * that followed it. Of the event loop.
 */
final class HeadMemo {
    private static final int MOST_HEAD_BYTES = 512;
    private static final int MOST_DIGITS = 7;
    private static final String LENGTH = "\r\ncontent-length: ";
    private static final ByteBuf END = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Scanner.ascii("\r\n\r\n")));

    private final int bodyLimit;
    private final Shared shared;
    private Head head;

    private String candidate = "";
    private int candidateBody;

    /** @param shared with other connections to the same end: their messages most often have the same head, too */
    HeadMemo(int bodyLimit, Shared shared) {
        this.bodyLimit = bodyLimit;
        this.shared = shared;
        this.head = shared.latest;
    }

    /** A head up to the digits of its length, and after them; empty if there is none yet. */
    private record Head(ByteBuf before, ByteBuf after) {
        static final Head NONE = new Head(Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);
    }

    /** What a new connection knows at once: the head that another one learned last. Of the event loop. */
    static final class Shared {
        private Head latest = Head.NONE;
    }

    /** Takes a message with the known head off the bytes, and gives its body, which is the caller's to release; null if there is no such message in whole. */
    @Nullable
    ByteBuf take(ByteBuf in) {
        ByteBuf before = head.before();
        ByteBuf after = head.after();
        int start = in.readerIndex();
        int digits = start + before.readableBytes();
        if (!before.isReadable() || !startsWith(in, start, before)) {
            return null;
        }
        int at = digits;
        int length = 0;
        for (; at < in.writerIndex() && at - digits < MOST_DIGITS && isDigit(in.getByte(at)); at++) {
            length = 10 * length + in.getByte(at) - '0';
        }
        int body = at + after.readableBytes();
        boolean whole = at > digits
                && in.getByte(digits) != '0'
                && length <= bodyLimit
                && startsWith(in, at, after)
                && in.writerIndex() - body >= length;
        if (!whole) {
            return null;
        }
        in.readerIndex(body);
        return in.readRetainedSlice(length);
    }

    /** The bytes of the message that begins here, as far as its head says so in a simple way; else -1. */
    static long lengthOf(ByteBuf in) {
        int head = endOfHead(in);
        String lower = head < 0
                ? ""
                : in.toString(in.readerIndex(), head, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        int length = lower.indexOf(LENGTH);
        if (length < 0) {
            return -1;
        }
        long body = 0;
        int digits = length + LENGTH.length();
        for (int at = digits; at < lower.length() && at - digits < MOST_DIGITS && isDigit(lower.charAt(at)); at++) {
            body = 10 * body + lower.charAt(at) - '0';
        }
        return head + END.readableBytes() + body;
    }

    /** From where it begins; -1 if it is not there. */
    private static int endOfHead(ByteBuf in) {
        return ByteBufUtil.indexOf(END, in.slice(in.readerIndex(), Math.min(in.readableBytes(), MOST_HEAD_BYTES)));
    }

    /** These bytes go to the decoder, which is between two messages: perhaps there is a head to learn. */
    void suggest(ByteBuf in) {
        int head = endOfHead(in);
        candidateBody = head < 0 ? -1 : in.readableBytes() - head - END.readableBytes();
        candidate =
                head < 0 ? "" : in.toString(in.readerIndex(), head + END.readableBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The decoder found one sound message in the bytes, with a body of this length: if that is all there was, the head is known now. */
    void learn(long bodyLength) {
        String lower = candidate.toLowerCase(Locale.ROOT);
        int length = lower.indexOf(LENGTH);
        if (length < 0
                || bodyLength != candidateBody
                || lower.indexOf("content-length", length + LENGTH.length()) >= 0) {
            return;
        }
        int digits = length + LENGTH.length();
        int end = candidate.indexOf('\r', digits);
        if (candidate.substring(digits, end).equals(Long.toString(bodyLength))) {
            head = new Head(bytes(candidate.substring(0, digits)), bytes(candidate.substring(end)));
            shared.latest = head;
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean startsWith(ByteBuf in, int at, ByteBuf expected) {
        int length = expected.readableBytes();
        return in.writerIndex() - at >= length && ByteBufUtil.equals(in, at, expected, 0, length);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
