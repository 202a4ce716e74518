package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import dev.onsale.core.history.Violation.Kind;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether accounts of the same agree. Each worker made at least the decisions that buyers were given in its name: more is no contradiction
 * where a reply may be lost; where none was, a worker decided nothing that no buyer heard of. Of a lost worker nothing is known. And the
 * store counts as many sales as it names owners.
 */
final class Conservation {
    /**
     * What buyers were told in one worker's name.
     *
     * @param others answers that are no decision, or may be none
     */
    private record Told(WorkerCounters counters, long others) {}

    private final Evidence evidence;
    private final Findings findings;

    private Conservation(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    static void check(Evidence evidence, Findings findings) {
        Conservation conservation = new Conservation(evidence, findings);
        if (!evidence.workers().isEmpty()) {
            conservation.told(evidence.history()).forEach(conservation::compare);
        }
        if (evidence.ledger().orElse(null) instanceof Ledger.Owners owners) {
            conservation.compareCount(owners);
        }
    }

    private Map<String, Told> told(History history) {
        int workers = history.workers().size();
        int[] decisions = new int[workers];
        int[] replays = new int[workers];
        int[] others = new int[workers];
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            OutcomeKind kind = history.kind(attempt);
            int worker = history.columns().worker[attempt];
            if (kind == OutcomeKind.SOLD || kind == OutcomeKind.REJECTED) {
                decisions[worker]++;
                replays[worker] += history.replayed(attempt) ? 1 : 0;
            } else {
                others[worker]++;
            }
        }
        Map<String, Told> told = new TreeMap<>();
        evidence.workers().keySet().forEach(name -> told.put(name, new Told(new WorkerCounters(0, 0), 0)));
        for (int worker = 0; worker < workers; worker++) {
            told.put(
                    history.workers().get(worker),
                    new Told(new WorkerCounters(decisions[worker], replays[worker]), others[worker]));
        }
        return told;
    }

    private void compare(String worker, Told told) {
        WorkerCounters given = told.counters();
        WorkerCounters made = evidence.workers().get(worker);
        if (made == null) {
            if (given.decisions() > 0 && !evidence.circumstances().lostWorkers().contains(worker)) {
                findings.add(Kind.CONSERVATION, () -> byNobody(worker, given));
            }
            return;
        }
        boolean tooFew = made.decisions() < given.decisions() || made.replays() < given.replays();
        boolean tooMany = made.decisions() > given.decisions() + told.others() || made.replays() > given.replays();
        if (tooFew || (tooMany && evidence.isUndisturbed())) {
            findings.add(
                    Kind.CONSERVATION,
                    () -> inTheNameOf(worker, given) + "made " + Words.count(made.decisions()) + " and replayed "
                            + Words.count(made.replays())
                            + (tooFew ? "." : ", though nothing failed and every attempt was answered."));
        }
    }

    private static String byNobody(String worker, WorkerCounters given) {
        return worker.isEmpty()
                ? "Buyers have " + Words.count(given.decisions(), "decision") + " that bear no worker's name."
                : inTheNameOf(worker, given) + "is none of this trial's workers.";
    }

    private static String inTheNameOf(String worker, WorkerCounters given) {
        return "Buyers have " + Words.count(given.decisions(), "decision") + " in the name of worker " + worker + ", "
                + Words.count(given.replays()) + " of them replayed, but it ";
    }

    private void compareCount(Ledger.Owners owners) {
        owners.counted().ifPresent(counted -> {
            if (counted != owners.sold()) {
                findings.add(
                        Kind.CONSERVATION,
                        () -> "The store counts " + Words.count(counted) + " sold, but names the owners of "
                                + Words.count(owners.sold(), "ticket") + ".");
            }
        });
    }
}
