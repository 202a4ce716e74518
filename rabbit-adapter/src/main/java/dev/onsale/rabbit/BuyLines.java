package dev.onsale.rabbit;

import dev.onsale.core.Purchase;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a message: {@code BUY <client> <request>} or {@code BUY <client> <seat> <request>}, a line each, as in a workload file. Fields
 * are separated by blanks or tabs; lines end in LF or CRLF, the last one perhaps in nothing; blank lines and lines that start with
 * {@code #} are passed over.
 */
public final class BuyLines {
    /** The largest body that is read. */
    static final int MAX_BYTES = 1024 * 1024;
    /** The most lines of a body that are read. */
    static final int MAX_LINES = 10_000;
    /** The most purchases that are written into one body: so many of the longest fit. */
    static final int MAX_WRITTEN = MAX_BYTES / ("BUY  -2147483648 \n".length() + 2 * Purchase.MAX_ID_BYTES);

    private static final int MAX_FIELDS = 4;

    private BuyLines() {}

    /** Writes purchases, {@value #MAX_LINES} or {@link #MAX_WRITTEN} at the most. */
    public static byte[] write(List<Purchase> purchases) {
        StringBuilder body = new StringBuilder(48 * purchases.size());
        for (Purchase purchase : purchases) {
            body.append("BUY ").append(purchase.client()).append(' ');
            if (purchase.seat().isPresent()) {
                body.append(purchase.seat().getAsInt()).append(' ');
            }
            body.append(purchase.requestId()).append('\n');
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a body from a stranger. A body that is too long is refused as a whole. */
    public static Order read(byte[] body) {
        if (body.length > MAX_BYTES) {
            return Order.refusal("must be at most " + MAX_BYTES + " bytes: body=" + body.length);
        }
        Reader reader = new Reader(body);
        for (int from = 0; from < body.length; ) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            reader.line(from, to);
            if (reader.lines > MAX_LINES) {
                return Order.refusal("must be at most " + MAX_LINES + " lines");
            }
            from = to + 1;
        }
        return reader.lines == 0 ? Order.refusal("must have at least one BUY line") : reader.order();
    }

    private static final class Reader {
        private final byte[] body;
        private final List<Purchase> purchases = new ArrayList<>(1);
        private List<Order.Refused> refused = List.of();
        private int lines;

        /** Where the fields of the line begin and end; of more fields than there may be only the number is known. */
        private final int[] starts = new int[MAX_FIELDS];

        private final int[] ends = new int[MAX_FIELDS];
        private int fields;

        Reader(byte[] body) {
            this.body = body;
        }

        Order order() {
            return new Order(purchases, refused);
        }

        void line(int from, int to) {
            split(from, to > from && body[to - 1] == '\r' ? to - 1 : to);
            if (fields > 0 && body[starts[0]] != '#') {
                purchase();
                lines++;
            }
        }

        private void split(int from, int to) {
            fields = 0;
            for (int i = from; i < to; ) {
                if (isBlank(body[i])) {
                    i++;
                    continue;
                }
                int start = i;
                while (i < to && !isBlank(body[i])) {
                    i++;
                }
                if (fields < MAX_FIELDS) {
                    starts[fields] = start;
                    ends[fields] = i;
                }
                fields++;
            }
        }

        private void purchase() {
            if (!isBuy() || fields < 3 || fields > MAX_FIELDS) {
                refuse(Order.NO_REQUEST, "must be BUY <client> [<seat>] <request>");
                return;
            }
            String request = Order.NO_REQUEST;
            try {
                String id = text(fields - 1);
                Purchase.any(id, id); // only what could be an id is sent back
                request = id;
                String client = text(1);
                purchases.add(fields == 3 ? Purchase.any(client, id) : Purchase.seat(client, seat(), id));
            } catch (CharacterCodingException e) {
                refuse(request, "must be UTF-8");
            } catch (IllegalArgumentException e) {
                refuse(request, String.valueOf(e.getMessage()));
            }
        }

        private void refuse(String request, String why) {
            if (refused.isEmpty()) {
                refused = new ArrayList<>();
            }
            refused.add(new Order.Refused(lines, request, why));
        }

        private boolean isBuy() {
            int start = starts[0];
            return ends[0] - start == 3 && body[start] == 'B' && body[start + 1] == 'U' && body[start + 2] == 'Y';
        }

        private int seat() {
            int i = starts[2];
            int end = ends[2];
            boolean negative = body[i] == '-';
            long number = 0;
            boolean valid = end - i > (negative ? 1 : 0);
            for (i += negative ? 1 : 0; i < end && valid; i++) {
                number = 10 * number + body[i] - '0';
                valid = body[i] >= '0' && body[i] <= '9' && number <= 1L + Integer.MAX_VALUE;
            }
            number = negative ? -number : number;
            if (!valid || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("must be a whole number of 32 bits: seat");
            }
            return (int) number;
        }

        private String text(int field) throws CharacterCodingException {
            int start = starts[field];
            int length = ends[field] - start;
            for (int i = start; i < start + length; i++) {
                if (body[i] < 0) {
                    return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body, start, length))
                            .toString();
                }
            }
            return new String(body, start, length, StandardCharsets.ISO_8859_1);
        }

        private static boolean isBlank(byte b) {
            return b == ' ' || b == '\t';
        }
    }
}
