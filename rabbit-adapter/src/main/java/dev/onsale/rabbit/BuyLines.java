package dev.onsale.rabbit;

import dev.onsale.core.Purchase;
import dev.onsale.core.workload.BuyLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a message: lines as in a workload file, see {@link BuyLine}. They end in LF or CRLF, the last one perhaps in nothing, and a
 * byte-order mark may come first.
 */
public final class BuyLines {
    /** The largest body that is read. */
    static final int MAX_BYTES = 1024 * 1024;
    /** The most lines of a body that are read. */
    static final int MAX_LINES = 10_000;
    /** The most purchases that are written into one body: so many of the longest fit. */
    static final int MAX_WRITTEN = MAX_BYTES / ("BUY  -2147483648 \n".length() + 2 * Purchase.MAX_ID_BYTES);

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
        for (int from = BuyLine.afterByteOrderMark(body, 0, body.length); from < body.length; ) {
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
        private final BuyLine line = new BuyLine();
        private final List<Purchase> purchases = new ArrayList<>(1);
        private List<Order.Refused> refused = List.of();
        private int lines;

        Reader(byte[] body) {
            this.body = body;
        }

        Order order() {
            return new Order(purchases, refused);
        }

        void line(int from, int to) {
            if (line.read(body, from, to > from && body[to - 1] == '\r' ? to - 1 : to)) {
                try {
                    purchases.add(line.purchase());
                } catch (IllegalArgumentException e) {
                    refuse(line.request().orElse(Order.NO_REQUEST), String.valueOf(e.getMessage()));
                }
                lines++;
            }
        }

        private void refuse(String request, String why) {
            if (refused.isEmpty()) {
                refused = new ArrayList<>();
            }
            refused.add(new Order.Refused(lines, request, why));
        }
    }
}
