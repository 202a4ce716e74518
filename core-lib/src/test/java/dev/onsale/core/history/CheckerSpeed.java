package dev.onsale.core.history;

import dev.onsale.core.Answer;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.Rejected;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The CPU time that recording, checking, writing and reading take, on one thread. Not a test: run by hand, with the sizes as arguments and about
 * 600 bytes of heap an operation.
 */
final class CheckerSpeed {
    private CheckerSpeed() {}

    public static void main(String[] args) throws IOException {
        for (Model model : EnumSet.allOf(Model.class)) {
            for (String size : args) {
                for (int round = 0; round < 3; round++) {
                    measure(model, Integer.parseInt(size));
                }
            }
        }
    }

    private static void measure(Model model, int size) throws IOException {
        Sale sale = new Sale("speed", model, size * 2 / 3);
        List<Purchase> purchases = purchases(model, size, sale.capacity());
        long start = cpuNanos();
        Recorder recorder = new Recorder(purchases, size);
        long joined = cpuNanos();
        int sold = record(recorder, purchases, sale);
        long recorded = cpuNanos();
        History history = recorder.history();
        Evidence evidence = Evidence.of(sale, history, Set.of(Guarantee.LINEARIZABLE, Guarantee.ORDERED_NUMBERS))
                .with(new Ledger.Counted(sold));
        long frozen = cpuNanos();
        Report report = Checker.check(evidence);
        long checked = cpuNanos();
        Path file = Files.createTempFile("speed", HistoryFile.SUFFIX);
        HistoryFile.write(file, evidence);
        long written = cpuNanos();
        Evidence back = HistoryFile.read(file);
        long read = cpuNanos();
        System.out.printf(
                "%-10s %,11d: join %,6d ms, record %4d ns each, freeze %,5d ms, check %,6d ms, write %,6d ms, read %,6d ms,"
                        + " %.2f bytes an attempt; %s, %s%n",
                model,
                size,
                (joined - start) / 1_000_000,
                (recorded - joined) / size,
                (frozen - recorded) / 1_000_000,
                (checked - frozen) / 1_000_000,
                (written - checked) / 1_000_000,
                (read - written) / 1_000_000,
                Files.size(file) / (double) size,
                report.summary(),
                Checker.check(back).equals(report) ? "same when read back" : "DIFFERENT WHEN READ BACK");
        Files.delete(file);
    }

    /** Of this thread: on a machine with other work to do the wall clock says little. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<Purchase> purchases(Model model, int size, int capacity) {
        Random random = new Random(1);
        List<Purchase> purchases = new ArrayList<>(size);
        for (int i = 1; i <= size; i++) {
            purchases.add(
                    model == Model.UNNUMBERED
                            ? Purchase.any("user" + i, "req" + i)
                            : Purchase.seat("user" + i, 1 + random.nextInt(capacity), "req" + i));
        }
        return purchases;
    }

    /** As a store would answer: in the order of arrival, each some 0.5 to 2 ms after it was sent. */
    private static int record(Recorder recorder, List<Purchase> purchases, Sale sale) {
        Random random = new Random(2);
        boolean[] taken = new boolean[sale.capacity() + 1];
        int sold = 0;
        long now = 1_000_000_000;
        for (int i = 0; i < purchases.size(); i++) {
            now += random.nextInt(20_000);
            int attempt = recorder.invoked(i, now);
            int wanted = purchases.get(i).seat().orElse(Math.min(sold + 1, sale.capacity()));
            boolean sell = !taken[wanted];
            taken[wanted] = true;
            sold += sell ? 1 : 0;
            Outcome rejected = sale.model() == Model.NUMBERED ? Rejected.SEAT_TAKEN : Rejected.SOLD_OUT;
            Answer answer = new Answer(sell ? new Outcome.Sold(wanted) : rejected, "worker-" + i % 4, false);
            recorder.answered(attempt, now + 500_000 + random.nextInt(1_500_000), answer);
        }
        return sold;
    }
}
