package dev.onsale.harness.trial;

import dev.onsale.core.Purchase;
import dev.onsale.core.workload.HandmadeWorkload;
import dev.onsale.core.workload.Workload;
import dev.onsale.harness.load.Load;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What mutants are driven with: {@value #CAPACITY} tickets or seats, and no more buyers than it takes to show a bug.
 *
 * @param duplicates the share of the requests that are sent twice at the same moment; where there are any, some are sent again in the end
 */
record MutationLoad(String inWords, Workload workload, double duplicates) {
    static final int CAPACITY = 200;

    static final MutationLoad STAMPEDE = any("300 buyers of any ticket", 300, 300, 0);
    static final MutationLoad FEW = any("150 buyers of any ticket", 150, 150, 0);
    static final MutationLoad TWINS = any("150 buyers of any ticket, each request sent twice at once", 150, 150, 1);
    static final MutationLoad LATE =
            any("300 buyers of any ticket, one in ten twice at once, some again in the end", 300, 300, 0.1);
    static final MutationLoad RETRIES =
            any("150 buyers of any ticket, all requests sent once more in the end", 300, 150, 0);
    static final MutationLoad RIVALS =
            seats("600 buyers, three in a row for each seat", 600, i -> Purchase.seat("c" + i, 1 + i / 3, "r" + i));
    static final MutationLoad NO_RIVALS =
            seats("200 buyers, one for each seat", 200, i -> Purchase.seat("c" + i, 1 + i, "r" + i));
    static final MutationLoad REUSED_IDS = seats(
            "100 buyers of two seats each, both under one request id",
            200,
            i -> Purchase.seat("c" + i % 100, 1 + i, "r" + i % 100));

    static final MutationLoad ASKED_TWICE = seats(
            "100 buyers, each twice for one seat under two request ids",
            200,
            i -> Purchase.seat("c" + i / 2, 1 + i / 2, "r" + i));

    static final List<MutationLoad> ALL =
            List.of(STAMPEDE, FEW, TWINS, LATE, RETRIES, RIVALS, NO_RIVALS, REUSED_IDS, ASKED_TWICE);

    private static final int CONCURRENCY = 32;

    private static MutationLoad any(String inWords, int purchases, int requests, double duplicates) {
        return new MutationLoad(
                inWords, workload(purchases, i -> Purchase.any("c" + i % requests, "r" + i % requests)), duplicates);
    }

    private static MutationLoad seats(String inWords, int purchases, IntFunction<Purchase> purchase) {
        return new MutationLoad(inWords, workload(purchases, purchase), 0);
    }

    private static Workload workload(int size, IntFunction<Purchase> purchase) {
        return HandmadeWorkload.of(
                "mutation", IntStream.range(0, size).mapToObj(purchase).toList());
    }

    Load load() {
        return new Load(CONCURRENCY, 1, 0, duplicates, 1, 0);
    }

    @Override
    public String toString() {
        return inWords;
    }
}
