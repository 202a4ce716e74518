package dev.onsale.rabbit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a client counts, over all its sessions. */
final class ClientCounters {
    final LongAdder published = new LongAdder();
    final LongAdder confirmed = new LongAdder();
    final LongAdder nacked = new LongAdder();
    final LongAdder returned = new LongAdder();
    final LongAdder lateReplies = new LongAdder();
    final LongAdder mismatchedReplies = new LongAdder();

    Map<String, Long> byName() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("published", published.sum());
        counters.put("confirmed", confirmed.sum());
        counters.put("nacked", nacked.sum());
        counters.put("returned", returned.sum());
        counters.put("late_replies", lateReplies.sum());
        counters.put("mismatched_replies", mismatchedReplies.sum());
        return counters;
    }
}
