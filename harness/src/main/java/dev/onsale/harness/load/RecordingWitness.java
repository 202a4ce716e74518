package dev.onsale.harness.load;

import dev.onsale.core.Answer;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.History;
import dev.onsale.core.history.Monitor;
import dev.onsale.core.history.Recorder;
import dev.onsale.core.history.Violation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes every attempt down for the checker, and ends the load at once when more is sold than there is, or one ticket twice. */
public final class RecordingWitness implements Witness {
    private static final int MICROSECOND = 1_000;

    private final Recorder recorder;
    private final Monitor monitor;

    /** @param originNanos a reading of the load's clock from before its first attempt */
    public RecordingWitness(Sale sale, List<Purchase> purchases, Load load, long originNanos) {
        recorder = new Recorder(purchases, load.maxAttempts(purchases.size()), MICROSECOND);
        monitor = new Monitor(sale, purchases, originNanos);
    }

    @Override
    public int invoked(int purchaseIndex, long nanos) {
        monitor.invoked(purchaseIndex, nanos);
        return recorder.invoked(purchaseIndex, nanos);
    }

    @Override
    public boolean answered(int attempt, int purchaseIndex, long nanos, Answer answer) {
        recorder.answered(attempt, nanos, answer);
        Optional<Monitor.Alarm> alarm = monitor.answered(purchaseIndex, nanos, answer);
        return alarm.isEmpty() || alarm.get().kind() == Violation.Kind.LATE_SALE;
    }

    /** When the first attempt began, on the load's clock; nothing when there was none. No invocation may be under way. */
    public OptionalLong firstInvokedNanos() {
        return recorder.firstInvokedNanos();
    }

    /** What has been taken down so far. */
    public History history() {
        return recorder.history();
    }
}
