package dev.onsale.core.history;

import dev.onsale.core.Purchase;
import java.io.IOException;
import java.util.List;

/**
 * The attempts in the stored form: in blocks, and in each block column by column, each column as the difference from what was to be
 * expected. The next purchase is expected, at the time of the last invocation; the seat asked for, or the number after the last one.
 */
final class AttemptColumns {
    private static final int BLOCK = 1 << 14;

    private AttemptColumns() {}

    static void write(History history, PackedOutput out) throws IOException {
        new Writer(history, out).write();
    }

    /**
     * @param most attempts to accept
     * @param workers how many there are
     * @param causes how many there are
     */
    static Columns read(Requests requests, PackedInput in, int most, int workers, int causes) throws IOException {
        return new Reader(requests.purchases(), in, workers, causes).read(most);
    }

    private static final class Writer {
        private final History history;
        private final Columns columns;
        private final PackedOutput out;
        private int lastPurchase = -1;
        private long lastInvoked;
        private int lastTicket;

        Writer(History history, PackedOutput out) {
            this.history = history;
            columns = history.columns();
            this.out = out;
        }

        void write() throws IOException {
            out.number(columns.size());
            for (int from = 0; from < columns.size(); from += BLOCK) {
                writeBlock(from, Math.min(from + BLOCK, columns.size()));
            }
        }

        private void writeBlock(int from, int to) throws IOException {
            for (int i = from; i < to; i++) {
                out.signed((long) columns.purchase[i] - lastPurchase - 1);
                lastPurchase = columns.purchase[i];
            }
            for (int i = from; i < to; i++) {
                out.signed(columns.invoked[i] - lastInvoked);
                lastInvoked = columns.invoked[i];
            }
            for (int i = from; i < to; i++) {
                out.raw(columns.flaggedCode(i));
            }
            for (int i = from; i < to; i++) {
                if (columns.code(i) != Code.UNANSWERED) {
                    out.number(columns.answered[i] - columns.invoked[i]);
                }
            }
            for (int i = from; i < to; i++) {
                writeDetail(i);
            }
            for (int i = from; i < to; i++) {
                out.number(columns.worker[i]);
            }
        }

        private void writeDetail(int attempt) throws IOException {
            if (columns.code(attempt) == Code.SOLD) {
                int expected = history.purchase(attempt).seat().orElse(lastTicket + 1);
                out.signed((long) columns.detail[attempt] - expected);
                lastTicket = columns.detail[attempt];
            } else if (columns.code(attempt) == Code.UNKNOWN) {
                out.number(columns.detail[attempt]);
            }
        }
    }

    private static final class Reader {
        private final List<Purchase> purchases;
        private final PackedInput in;
        private final int workers;
        private final int causes;
        private final Columns columns = new Columns(0);
        private final int[] purchase = new int[BLOCK];
        private final long[] invoked = new long[BLOCK];
        private final long[] answered = new long[BLOCK];
        private final byte[] code = new byte[BLOCK];
        private final int[] detail = new int[BLOCK];
        private long lastPurchase = -1;
        private long lastInvoked;
        private int lastTicket;

        Reader(List<Purchase> purchases, PackedInput in, int workers, int causes) {
            this.purchases = purchases;
            this.in = in;
            this.workers = workers;
            this.causes = causes;
        }

        Columns read(int most) throws IOException {
            int size = in.count("attempts", most);
            while (columns.size() < size) {
                readBlock(Math.min(BLOCK, size - columns.size()));
            }
            return columns;
        }

        private void readBlock(int size) throws IOException {
            for (int i = 0; i < size; i++) {
                lastPurchase += in.signed() + 1;
                purchase[i] = PackedInput.inRange("purchase", lastPurchase, 0, purchases.size() - 1L);
            }
            for (int i = 0; i < size; i++) {
                lastInvoked += in.signed();
                if (lastInvoked < 0 || lastInvoked == History.NEVER) {
                    throw new IOException("must be in 0.." + (History.NEVER - 1) + ": invocation=" + lastInvoked);
                }
                invoked[i] = lastInvoked;
            }
            for (int i = 0; i < size; i++) {
                code[i] = Columns.checkedCode(in.raw());
            }
            for (int i = 0; i < size; i++) {
                answered[i] = Columns.code(code[i]) == Code.UNANSWERED ? History.NEVER : invoked[i] + in.number();
                if (answered[i] < invoked[i]) {
                    throw new IOException("must not precede the invocation: response=" + answered[i]);
                }
            }
            for (int i = 0; i < size; i++) {
                detail[i] = readDetail(i);
            }
            for (int i = 0; i < size; i++) {
                int worker = in.count("worker", workers - 1L);
                columns.add(purchase[i], invoked[i], answered[i], code[i], detail[i], worker);
            }
        }

        private int readDetail(int i) throws IOException {
            Code is = Columns.code(code[i]);
            if (is == Code.SOLD) {
                int expected = purchases.get(purchase[i]).seat().orElse(lastTicket + 1);
                lastTicket =
                        PackedInput.inRange("ticket", in.signed() + expected, Integer.MIN_VALUE, Integer.MAX_VALUE);
                return lastTicket;
            }
            return is == Code.UNKNOWN ? in.count("cause", causes - 1L) : 0;
        }
    }
}
