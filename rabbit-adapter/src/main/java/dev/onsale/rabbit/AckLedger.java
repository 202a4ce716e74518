package dev.onsale.rabbit;

import java.io.IOException;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which messages of one channel are not acknowledged yet. One acknowledgement covers all messages up to a delivery tag, so the answered
 * ones at the head go together; those answered behind an unanswered one wait for it, but not for ever, since each takes a place
 * of the prefetch. One thread calls {@link #taken}, in the order of the delivery tags; another one everything else.
 */
final class AckLedger {
    private final int patience;
    private final MemoryGate memory;
    private final Queue<Delivery> unacknowledged = new ConcurrentLinkedQueue<>();
    /** Answered, and not acknowledged. */
    private int waiting;

    /**
     * @param patience answered messages behind an unanswered one before they are acknowledged one by one; from 1
     * @param memory what unacknowledged messages need is taken from it
     */
    AckLedger(int patience, MemoryGate memory) {
        this.patience = patience;
        this.memory = memory;
    }

    /** A message that was delivered. */
    static final class Delivery {
        private final long tag;
        private final int neededBytes;
        private boolean answered;

        private Delivery(long tag, int neededBytes) {
            this.tag = tag;
            this.neededBytes = neededBytes;
        }
    }

    /** Sends acknowledgements. */
    @FunctionalInterface
    interface Acknowledger {
        /**
         * Acknowledges one message.
         *
         * @param multiple all unacknowledged ones before it, too
         */
        void acknowledge(long tag, boolean multiple) throws IOException;
    }

    /** Notes a message that was delivered. */
    Delivery taken(long tag, int neededBytes) {
        memory.enter(neededBytes);
        Delivery delivery = new Delivery(tag, neededBytes);
        unacknowledged.add(delivery);
        return delivery;
    }

    /** Notes that the message needs nothing any more but its acknowledgement. */
    void answered(Delivery delivery) {
        if (delivery.answered) {
            throw new IllegalStateException("answered twice: tag=" + delivery.tag);
        }
        delivery.answered = true;
        waiting++;
    }

    /** Acknowledges the answered messages at the head; the others too when there are many. Returns how many it acknowledged. */
    int settle(Acknowledger acknowledger) throws IOException {
        Delivery last = null;
        int head = 0;
        long freed = 0;
        for (Delivery next = unacknowledged.peek(); next != null && next.answered; next = unacknowledged.peek()) {
            last = next;
            head++;
            freed += next.neededBytes;
            unacknowledged.remove();
        }
        waiting -= head;
        if (last != null) {
            acknowledger.acknowledge(last.tag, head > 1);
            memory.leave(freed);
        }
        return waiting >= patience ? head + settleStragglers(acknowledger) : head;
    }

    /** Acknowledges every answered message. Returns how many. */
    int settleAll(Acknowledger acknowledger) throws IOException {
        int head = settle(acknowledger);
        return waiting > 0 ? head + settleStragglers(acknowledger) : head;
    }

    /** Answered, and waiting for one before them. */
    int waiting() {
        return waiting;
    }

    /** Whether everything that was taken is acknowledged. */
    boolean isEmpty() {
        return unacknowledged.isEmpty();
    }

    private int settleStragglers(Acknowledger acknowledger) throws IOException {
        int settled = 0;
        for (Iterator<Delivery> all = unacknowledged.iterator(); all.hasNext() && waiting > 0; ) {
            Delivery delivery = all.next();
            if (delivery.answered) {
                all.remove();
                waiting--;
                settled++;
                acknowledger.acknowledge(delivery.tag, false);
                memory.leave(delivery.neededBytes);
            }
        }
        return settled;
    }
}
