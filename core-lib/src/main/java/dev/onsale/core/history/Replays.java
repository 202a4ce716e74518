package dev.onsale.core.history;

import dev.onsale.core.history.Violation.Kind;
import java.util.Arrays;

/**
 * Whether what was called the stored outcome of an earlier attempt is one, where nothing failed and each attempt was answered: a request is
 * decided once, at some attempt; the others are replays, and none of them can be over before that one was sent.
 */
final class Replays {
    private static final int NONE = -1;

    private final History history;
    private final boolean remembers;
    private final Findings findings;
    private final Words words;

    // By request: how often an outcome was told as a new one, the last attempt at which it was, and the replay that was
    // over first.
    private final int[] originals;
    private final int[] original;
    private final int[] firstReplay;

    private Replays(History history, boolean remembers, Findings findings) {
        this.history = history;
        this.remembers = remembers;
        this.findings = findings;
        words = new Words(history);
        int requests = history.requests().size();
        originals = new int[requests];
        original = new int[requests];
        firstReplay = new int[requests];
        Arrays.fill(firstReplay, NONE);
    }

    /** @param remembers whether a retry is promised the original outcome; else it may be decided anew */
    static void check(History history, boolean remembers, Findings findings) {
        Replays replays = new Replays(history, remembers, findings);
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            OutcomeKind kind = history.kind(attempt);
            if (kind == OutcomeKind.SOLD || kind == OutcomeKind.REJECTED) {
                replays.add(attempt);
            }
        }
        for (int request = 0; request < replays.originals.length; request++) {
            replays.judge(request);
        }
    }

    private void add(int attempt) {
        int request = history.requests().ofPurchase(history.purchaseIndex(attempt));
        if (!history.replayed(attempt)) {
            originals[request]++;
            original[request] = attempt;
        } else if (firstReplay[request] == NONE
                || history.answeredNanos(attempt) < history.answeredNanos(firstReplay[request])) {
            firstReplay[request] = attempt;
        }
    }

    private void judge(int request) {
        int replay = firstReplay[request];
        if (replay != NONE && originals[request] == 0) {
            findings.add(
                    Kind.FALSE_REPLAY,
                    () -> words.whoWas(replay)
                            + ", as the stored outcome of an earlier attempt, but no attempt had that outcome first.",
                    replay);
        } else if (remembers && originals[request] > 1) {
            int again = original[request];
            findings.add(
                    Kind.FALSE_REPLAY,
                    originals[request] - 1,
                    () -> words.whoWas(again) + ", as if for the first time, but was told an outcome "
                            + Words.count(originals[request], "time") + " in this way.",
                    again);
        } else if (remembers
                && replay != NONE
                && history.answeredNanos(replay) < history.invokedNanos(original[request])) {
            int late = original[request];
            findings.add(
                    Kind.FALSE_REPLAY,
                    () -> words.whoWas(replay)
                            + ", as the stored outcome of an earlier attempt, but the attempt that was"
                            + " told so first was sent only at " + Words.micros(history.invokedNanos(late)) + ".",
                    replay,
                    late);
        }
    }
}
