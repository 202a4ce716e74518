package dev.onsale.core.workload;

import dev.onsale.core.Purchase;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The grammar of a line, in a workload file as in a message: {@code BUY <client> <request>} or {@code BUY <client> <seat> <request>}, words
 * between spaces and tabs. A line without a word, or whose first word starts with {@code #}, says nothing. Holds one line at a
 * time; not thread-safe.
 */
public final class BuyLine {
    private static final int MAX_WORDS = 4;

    private byte[] bytes = {};
    private int from;
    private int to;

    /** Word i is {@code wordFrom[i]..wordTo[i]}; of those after the last that there may be, one is counted, and none looked at. */
    private final int[] wordFrom = new int[MAX_WORDS + 1];

    private final int[] wordTo = new int[MAX_WORDS + 1];
    private int words;

    /** Where a text begins that may have a byte-order mark before it. */
    public static int afterByteOrderMark(byte[] bytes, int from, int to) {
        boolean marked = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return marked ? from + 3 : from;
    }

    /** Takes a line, without its end; false when it says nothing. The bytes must stay until the next one is taken. */
    public boolean read(byte[] ofBytes, int lineFrom, int lineTo) {
        bytes = ofBytes;
        from = lineFrom;
        to = lineTo;
        words = 0;
        int i = from;
        while (words <= MAX_WORDS) {
            while (i < to && isSeparator(bytes[i])) {
                i++;
            }
            if (i == to) {
                break;
            }
            wordFrom[words] = i;
            while (i < to && !isSeparator(bytes[i])) {
                i++;
            }
            wordTo[words] = i;
            words++;
        }
        return words > 0 && bytes[wordFrom[0]] != '#';
    }

    /**
     * The purchase that the line is.
     *
     * @throws IllegalArgumentException it is none; the message says what was expected and what was found, and fits on a terminal
     */
    public Purchase purchase() {
        if (words < 3 || words > MAX_WORDS || !isBuy()) {
            throw new IllegalArgumentException(
                    "expected \"BUY <client> <request>\" or \"BUY <client> <seat> <request>\", found " + line());
        }
        for (int word = 1; word < words; word++) {
            // "BUY user1 7 #vip" would otherwise be read as request "#vip" for seat 7.
            if (bytes[wordFrom[word]] == '#') {
                throw new IllegalArgumentException("expected comments on lines of their own, found " + line());
            }
        }
        OptionalInt seat = words == MAX_WORDS ? OptionalInt.of(seat()) : OptionalInt.empty();
        String client = word(1);
        String request = word(words - 1);
        try {
            return new Purchase(client, request, seat);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("an id " + e.getMessage() + ", found " + line(), e);
        }
    }

    /** The request id in a line that is no purchase, where it has one that can be told. */
    public Optional<String> request() {
        if (words < 3 || words > MAX_WORDS || !isBuy() || bytes[wordFrom[words - 1]] == '#') {
            return Optional.empty();
        }
        try {
            String request = word(words - 1);
            return Optional.of(Purchase.any(request, request).requestId());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '\t';
    }

    private boolean isBuy() {
        int at = wordFrom[0];
        return wordTo[0] - at == 3 && bytes[at] == 'B' && bytes[at + 1] == 'U' && bytes[at + 2] == 'Y';
    }

    private int seat() {
        int first = bytes[wordFrom[2]] == '-' ? wordFrom[2] + 1 : wordFrom[2];
        boolean valid = first < wordTo[2];
        long value = 0;
        for (int i = first; valid && i < wordTo[2]; i++) {
            value = value * 10 + (bytes[i] - '0');
            valid = bytes[i] >= '0' && bytes[i] <= '9' && value <= 1L << 31;
        }
        value = first > wordFrom[2] ? -value : value;
        if (!valid || value != (int) value) {
            throw new IllegalArgumentException("expected a seat that is a 32-bit integer, found "
                    + Excerpt.quoted(bytes, wordFrom[2], wordTo[2]) + " in " + line());
        }
        return (int) value;
    }

    private String word(int word) {
        int start = wordFrom[word];
        int length = wordTo[word] - start;
        for (int i = start; i < start + length; i++) {
            if (bytes[i] < 0) {
                return decoded(start, length);
            }
        }
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("expected UTF-8, found " + line(), e);
        }
    }

    private String line() {
        return Excerpt.quoted(bytes, from, to);
    }
}
