package dev.onsale.core.history;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What is left when all is over: messages in a queue, replies that nobody asked for. Where nothing failed there is none of it; else it is worth a
 * note.
 */
final class Broker {
    private final boolean undisturbed;
    private final Findings findings;

    private Broker(boolean undisturbed, Findings findings) {
        this.undisturbed = undisturbed;
        this.findings = findings;
    }

    static void check(Evidence evidence, Findings findings) {
        Broker broker = new Broker(evidence.isUndisturbed(), findings);
        Circumstances seen = evidence.circumstances();
        broker.check(
                seen.mismatchedReplies(), "reply", "replies", "belonged to no open call, or did not name its requests");
        broker.check(seen.leftInQueue(), "message", "messages", "left in the queue in the end");
        broker.check(seen.deadLetters(), "message", "messages", "set aside as not readable");
        if (!seen.lostWorkers().isEmpty()) {
            findings.note("Workers lost: " + String.join(", ", new TreeSet<>(seen.lostWorkers())) + ".");
        }
        broker.note(seen.redeliveries(), "message", "messages", "delivered more than once");
    }

    private void check(OptionalLong count, String one, String many, String what) {
        if (count.orElse(0) > 0 && undisturbed) {
            findings.doubt(text(count, one, many, what) + ", though nothing is known to have failed.");
        } else {
            note(count, one, many, what);
        }
    }

    private void note(OptionalLong count, String one, String many, String what) {
        if (count.orElse(0) > 0) {
            findings.note(text(count, one, many, what) + ".");
        }
    }

    private static String text(OptionalLong count, String one, String many, String what) {
        long times = count.orElse(0);
        return Words.count(times) + " " + (times == 1 ? one : many) + " " + what;
    }
}
