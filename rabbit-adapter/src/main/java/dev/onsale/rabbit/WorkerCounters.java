package dev.onsale.rabbit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a worker counts, over all its sessions. */
final class WorkerCounters {
    final LongAdder deliveries = new LongAdder();
    final LongAdder redeliveries = new LongAdder();
    final LongAdder acked = new LongAdder();
    final LongAdder deadLettered = new LongAdder();
    /** Messages that ended session after session, and were taken off the queue unacknowledged. */
    final LongAdder takenOff = new LongAdder();
    /** Messages that were replied to. */
    final LongAdder replies = new LongAdder();
    /** Messages whose address for the reply is none that a reply may be sent to. */
    final LongAdder unrepliable = new LongAdder();
    /** Messages that carried these replies. */
    final LongAdder replyMessages = new LongAdder();

    Map<String, Long> byName() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("deliveries", deliveries.sum());
        counters.put("redeliveries", redeliveries.sum());
        counters.put("acked", acked.sum());
        counters.put("dead_lettered", deadLettered.sum());
        counters.put("taken_off", takenOff.sum());
        counters.put("replies", replies.sum());
        counters.put("unrepliable", unrepliable.sum());
        counters.put("reply_messages", replyMessages.sum());
        return counters;
    }
}
