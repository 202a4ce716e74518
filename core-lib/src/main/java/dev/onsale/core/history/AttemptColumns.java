package dev.onsale.core.history;

import dev.onsale.core.Purchase;
import java.io.IOException;
import java.util.List;

/**
 * The attempts in the stored form: in blocks, and in each block column by column, each column as the difference from what was to be
 * expected. The next purchase is expected, at the time of the last invocation, and answered at the time of the last answer; the seat asked
 * for, or the number after the last one. Times are in the coarsest unit that holds them all.
 */
final class AttemptColumns {
    private static final int BLOCK = 1 << 14;
    private static final long MICRO = 1_000;

    /** Of an attempt in memory: its columns, and twice as much while they grow. */
    private static final int BYTES = 81;

    private AttemptColumns() {}

    static void write(History history, PackedOutput out) throws IOException {
        out.number(history.attempts());
        out.number(unit(history.columns()));
        Writer writer = new Writer(history, out);
        for (int from = 0; from < history.attempts(); from += BLOCK) {
            writer.write(from, Math.min(BLOCK, history.attempts() - from));
        }
    }

    /** Microseconds if all times are whole ones, else nanoseconds. */
    private static long unit(Columns columns) {
        for (int i = 0; i < columns.size(); i++) {
            boolean answered = columns.code(i) != Code.UNANSWERED;
            if (columns.invoked[i] % MICRO != 0 || (answered && columns.answered[i] % MICRO != 0)) {
                return 1;
            }
        }
        return MICRO;
    }

    /**
     * @param most attempts to accept
     * @param workers how many there are
     * @param causes how many there are
     */
    static Columns read(Requests requests, PackedInput in, int most, int workers, int causes) throws IOException {
        int size = in.count("attempts", most);
        long unit = PackedInput.inRange("unit", in.number(), 1, MICRO);
        Reader reader = new Reader(requests.purchases(), in, workers, causes, unit);
        for (int from = 0; from < size; from += BLOCK) {
            reader.read(Math.min(BLOCK, size - from));
        }
        return reader.columns;
    }

    /** What a ticket number is compared with. */
    private static final class Expected {
        private int lastTicket;

        int ticket(Purchase purchase) {
            return purchase.seat().orElse(lastTicket + 1);
        }
    }

    private static final class Writer {
        private final History history;
        private final Columns columns;
        private final PackedOutput out;
        private final long[] column = new long[BLOCK];
        private final Expected expected = new Expected();
        private final long unit;
        private int lastPurchase = -1;
        private long lastInvoked;
        private long lastAnswered;

        Writer(History history, PackedOutput out) {
            this.history = history;
            columns = history.columns();
            unit = unit(columns);
            this.out = out;
        }

        void write(int from, int size) throws IOException {
            for (int i = 0; i < size; i++) {
                column[i] = (long) columns.purchase[from + i] - lastPurchase - 1;
                lastPurchase = columns.purchase[from + i];
            }
            out.column(column, size);
            for (int i = 0; i < size; i++) {
                column[i] = (columns.invoked[from + i] - lastInvoked) / unit;
                lastInvoked = columns.invoked[from + i];
            }
            out.column(column, size);
            for (int i = 0; i < size; i++) {
                out.raw(columns.flaggedCode(from + i));
            }
            for (int i = 0; i < size; i++) {
                if (columns.code(from + i) == Code.UNANSWERED) {
                    column[i] = 0;
                } else {
                    column[i] = (columns.answered[from + i] - lastAnswered) / unit;
                    lastAnswered = columns.answered[from + i];
                }
            }
            out.column(column, size);
            for (int i = 0; i < size; i++) {
                column[i] = detail(from + i);
            }
            out.column(column, size);
            for (int i = 0; i < size; i++) {
                column[i] = columns.worker[from + i];
            }
            out.column(column, size);
        }

        private long detail(int attempt) {
            if (columns.code(attempt) != Code.SOLD) {
                return columns.detail[attempt];
            }
            long difference = (long) columns.detail[attempt] - expected.ticket(history.purchase(attempt));
            expected.lastTicket = columns.detail[attempt];
            return difference;
        }
    }

    private static final class Reader {
        private final List<Purchase> purchases;
        private final PackedInput in;
        private final int workers;
        private final int causes;
        private final Columns columns = new Columns(0);
        private final long[] purchase = new long[BLOCK];
        private final long[] invoked = new long[BLOCK];
        private final long[] answered = new long[BLOCK];
        private final long[] detail = new long[BLOCK];
        private final long[] worker = new long[BLOCK];
        private final byte[] code = new byte[BLOCK];
        private final Expected expected = new Expected();
        private final long unit;
        private long lastPurchase = -1;
        private long lastInvoked;
        private long lastAnswered;

        Reader(List<Purchase> purchases, PackedInput in, int workers, int causes, long unit) {
            this.unit = unit;
            this.purchases = purchases;
            this.in = in;
            this.workers = workers;
            this.causes = causes;
        }

        void read(int size) throws IOException {
            in.take((long) size * BYTES);
            in.column(purchase, size);
            in.column(invoked, size);
            for (int i = 0; i < size; i++) {
                code[i] = Columns.checkedCode(in.raw());
            }
            in.column(answered, size);
            in.column(detail, size);
            in.column(worker, size);
            for (int i = 0; i < size; i++) {
                add(i);
            }
        }

        private void add(int i) throws IOException {
            lastPurchase += purchase[i] + 1;
            int asked = PackedInput.inRange("purchase", lastPurchase, 0, purchases.size() - 1L);
            lastInvoked += invoked[i] * unit;
            if (lastInvoked < 0 || lastInvoked == History.NEVER) {
                throw new IOException("must be in 0.." + (History.NEVER - 1) + ": invocation=" + lastInvoked);
            }
            Code is = Columns.code(code[i]);
            long response = History.NEVER;
            if (is != Code.UNANSWERED) {
                lastAnswered += answered[i] * unit;
                response = lastAnswered;
            }
            if (response < lastInvoked) {
                throw new IOException("must not precede the invocation: response=" + response);
            }
            int by = PackedInput.inRange("worker", worker[i], 0, workers - 1L);
            columns.add(asked, lastInvoked, response, code[i], detail(is, asked, detail[i]), by);
        }

        private int detail(Code code, int asked, long stored) throws IOException {
            if (code == Code.SOLD) {
                long ticket = stored + expected.ticket(purchases.get(asked));
                expected.lastTicket = PackedInput.inRange("ticket", ticket, Integer.MIN_VALUE, Integer.MAX_VALUE);
                return expected.lastTicket;
            }
            return PackedInput.inRange("cause", stored, 0, code == Code.UNKNOWN ? causes - 1L : 0);
        }
    }
}
