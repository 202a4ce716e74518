package dev.onsale.core.history;

import dev.onsale.core.history.Violation.Kind;
import java.util.Map;
import java.util.TreeMap;

/** Whether each worker made at least the decisions that buyers were given in its name. More is no contradiction: a reply may be lost. */
final class Conservation {
    private Conservation() {}

    static void check(History history, Map<String, WorkerCounters> workers, Findings findings) {
        if (workers.isEmpty()) {
            return;
        }
        int[] decisions = new int[history.workers().size()];
        int[] replays = new int[history.workers().size()];
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            OutcomeKind kind = history.kind(attempt);
            if (kind == OutcomeKind.SOLD || kind == OutcomeKind.REJECTED) {
                int worker = history.columns().worker[attempt];
                decisions[worker]++;
                replays[worker] += history.replayed(attempt) ? 1 : 0;
            }
        }
        Map<String, WorkerCounters> given = new TreeMap<>();
        for (int worker = 0; worker < decisions.length; worker++) {
            given.put(history.workers().get(worker), new WorkerCounters(decisions[worker], replays[worker]));
        }
        given.forEach((worker, answers) -> compare(worker, answers, workers, findings));
    }

    private static void compare(
            String worker, WorkerCounters given, Map<String, WorkerCounters> workers, Findings findings) {
        WorkerCounters made = workers.getOrDefault(worker, new WorkerCounters(0, 0));
        if (given.decisions() > made.decisions() || given.replays() > made.replays()) {
            findings.add(
                    Kind.CONSERVATION,
                    () -> "Buyers have " + Words.count(given.decisions(), "decision")
                            + (worker.isEmpty() ? " that bear no worker's name." : against(worker, given, workers)));
        }
    }

    private static String against(String worker, WorkerCounters given, Map<String, WorkerCounters> workers) {
        String replayed =
                " in the name of worker " + worker + ", " + Words.count(given.replays()) + " of them replayed, but it ";
        WorkerCounters made = workers.get(worker);
        return replayed
                + (made == null
                        ? "is none of this trial's workers."
                        : "made " + Words.count(made.decisions()) + " and replayed " + Words.count(made.replays())
                                + ".");
    }
}
