package dev.onsale.core.workload;

import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads one workload, once. The first line that does not fit ends it, with a {@link WorkloadException}. */
final class WorkloadParser {
    private final String place;
    private final Lines lines;
    private final CharsetDecoder strictUtf8 = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(Lines.MAX_BYTES);

    /** The current line's words: word i is {@code wordFrom[i]..wordTo[i]}; those after the fifth are not looked at. */
    private final int[] wordFrom = new int[5];

    private final int[] wordTo = new int[5];

    private final List<Purchase> purchases = new ArrayList<>();
    private final Map<String, First> firstByRequest = new HashMap<>();
    private final BitSet retries = new BitSet();
    private int firstBuyLine;

    /** @param place how messages call the stream */
    WorkloadParser(InputStream in, String place) {
        this.lines = new Lines(in);
        this.place = Excerpt.escaped(place);
    }

    Workload parse(String name, String source) throws IOException {
        while (lines.advance()) {
            boolean ascii = requireText();
            int words = split();
            if (words > 0 && lines.buffer()[wordFrom[0]] != '#') {
                if (!ascii) {
                    requireUtf8(); // of a comment it is nobody's concern
                }
                add(purchase(words));
            }
        }
        if (purchases.isEmpty()) {
            throw new WorkloadException(place + ": expected at least one BUY line, found none");
        }
        return new Workload(name, source, modelOf(purchases.get(0)), lines.sha256(), purchases, retries);
    }

    /** Answers whether the line is ASCII throughout. */
    private boolean requireText() {
        if (lines.to() - lines.from() > Lines.MAX_BYTES) {
            throw refused("expected at most " + Lines.MAX_BYTES + " bytes in a line, found more: " + line());
        }
        byte[] bytes = lines.buffer();
        int all = 0;
        for (int i = lines.from(); i < lines.to(); i++) {
            all |= bytes[i];
            if (bytes[i] == 0) {
                throw refused("expected text, found a NUL at byte " + (i - lines.from() + 1) + ": " + line());
            }
        }
        return all >= 0;
    }

    private void requireUtf8() {
        ByteBuffer bytes = ByteBuffer.wrap(lines.buffer(), lines.from(), lines.to() - lines.from());
        if (strictUtf8.reset().decode(bytes, decoded.clear(), true).isError()) {
            int at = bytes.position();
            throw refused("expected UTF-8, found 0x" + HexFormat.of().toHexDigits(lines.buffer()[at]) + " at byte "
                    + (at - lines.from() + 1) + ": " + line());
        }
    }

    /** Finds the words of the current line, and returns how many there are. */
    private int split() {
        byte[] bytes = lines.buffer();
        int words = 0;
        int i = lines.from();
        while (words < wordFrom.length) {
            while (i < lines.to() && isSeparator(bytes[i])) {
                i++;
            }
            if (i == lines.to()) {
                break;
            }
            wordFrom[words] = i;
            while (i < lines.to() && !isSeparator(bytes[i])) {
                i++;
            }
            wordTo[words] = i;
            words++;
        }
        return words;
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '\t';
    }

    private Purchase purchase(int words) {
        if (words < 3 || words > 4 || !isBuy()) {
            throw refused("expected \"BUY <client> <request>\" or \"BUY <client> <seat> <request>\", found " + line());
        }
        for (int word = 1; word < words; word++) {
            // "BUY user1 7 #vip" would otherwise be read as request "#vip" for seat 7.
            if (lines.buffer()[wordFrom[word]] == '#') {
                throw refused("expected comments on lines of their own, found " + line());
            }
        }
        OptionalInt seat = words == 4 ? OptionalInt.of(seat()) : OptionalInt.empty();
        try {
            return new Purchase(word(1), word(words - 1), seat);
        } catch (IllegalArgumentException e) {
            throw refused("an id " + e.getMessage() + ", found " + line());
        }
    }

    private boolean isBuy() {
        byte[] bytes = lines.buffer();
        int at = wordFrom[0];
        return wordTo[0] - at == 3 && bytes[at] == 'B' && bytes[at + 1] == 'U' && bytes[at + 2] == 'Y';
    }

    private int seat() {
        byte[] bytes = lines.buffer();
        int first = bytes[wordFrom[2]] == '-' ? wordFrom[2] + 1 : wordFrom[2];
        boolean valid = first < wordTo[2];
        long value = 0;
        for (int i = first; valid && i < wordTo[2]; i++) {
            value = value * 10 + (bytes[i] - '0');
            valid = bytes[i] >= '0' && bytes[i] <= '9' && value <= 1L << 31;
        }
        value = first > wordFrom[2] ? -value : value;
        if (!valid || value != (int) value) {
            throw refused("expected a seat that is a 32-bit integer, found "
                    + Excerpt.quoted(bytes, wordFrom[2], wordTo[2]) + " in " + line());
        }
        return (int) value;
    }

    private String word(int word) {
        return new String(lines.buffer(), wordFrom[word], wordTo[word] - wordFrom[word], StandardCharsets.UTF_8);
    }

    private void add(Purchase purchase) {
        if (purchases.isEmpty()) {
            firstBuyLine = lines.number();
        } else if (modelOf(purchase) != modelOf(purchases.get(0))) {
            throw refused("expected a purchase " + (purchase.seat().isPresent() ? "without" : "with")
                    + " a seat, as on line " + firstBuyLine + ", found " + line());
        }
        First first = firstByRequest.putIfAbsent(purchase.requestId(), new First(lines.number(), purchase));
        if (first != null) {
            if (!first.purchase.equals(purchase)) {
                throw refused("expected request " + Excerpt.quoted(purchase.requestId()) + " to be for "
                        + payload(first.purchase) + ", as on line " + first.line + ", found it for "
                        + payload(purchase));
            }
            retries.set(purchases.size());
        }
        purchases.add(purchase);
    }

    private static String payload(Purchase purchase) {
        String client = "client " + Excerpt.quoted(purchase.client());
        return purchase.seat().isPresent()
                ? client + " and seat " + purchase.seat().getAsInt()
                : client;
    }

    private static Model modelOf(Purchase purchase) {
        return purchase.seat().isPresent() ? Model.NUMBERED : Model.UNNUMBERED;
    }

    private String line() {
        return Excerpt.quoted(lines.buffer(), lines.from(), lines.to());
    }

    private WorkloadException refused(String why) {
        return new WorkloadException(place + ":" + lines.number() + ": " + why);
    }

    /** Where a request id was seen first, and in which purchase. */
    private record First(int line, Purchase purchase) {}
}
