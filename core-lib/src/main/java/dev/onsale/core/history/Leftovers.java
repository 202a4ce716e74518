package dev.onsale.core.history;

import dev.onsale.core.history.Operations.State;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What was not done, or may not have been: a service that does nothing wrong because it does nothing is not valid. */
final class Leftovers {
    private Leftovers() {}

    static void check(History history, Operations operations, StockCheck stock, Findings findings) {
        if (operations.size == 0) {
            findings.doubt("Nothing was asked for.");
            return;
        }
        Map<Code, Integer> reasons = new TreeMap<>();
        int first = -1;
        int neverSent = -1;
        int neverSentTotal = 0;
        for (int op = 0; op < operations.size; op++) {
            State state = operations.state(op);
            if (state == State.NEVER_SENT) {
                neverSent = neverSentTotal++ == 0 ? op : neverSent;
            } else if ((state == State.NOT_EXECUTED || state == State.UNKNOWN) && stock.mayBeLeftOut(op)) {
                first = reasons.isEmpty() ? operations.telling[op] : first;
                reasons.merge(history.code(operations.telling[op]), 1, Integer::sum);
            }
        }
        if (neverSentTotal > 0) {
            findings.doubt(Words.count(neverSentTotal, "request") + " of the workload never sent, the first "
                    + operations.requests.purchase(neverSent).requestId() + ".");
        }
        if (!reasons.isEmpty()) {
            StringJoiner list = new StringJoiner(", ");
            reasons.forEach((code, times) -> list.add(Words.count(times) + " " + code));
            int total = reasons.values().stream().mapToInt(Integer::intValue).sum();
            findings.doubt(Words.count(total, "request") + " may have been left out though there were tickets (" + list
                    + "); the first: " + new Words(history).whoWas(first) + ".");
        }
    }
}
