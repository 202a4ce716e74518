package dev.onsale.core.history;

import dev.onsale.core.Answer;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.NotExecuted;
import dev.onsale.core.Outcome.Rejected;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small history, written down as text. A line is an attempt: request, times in µs, what came back.
 *
 * <pre>
 * a          0..10     SOLD 1         worker w1, client c-a
 * a         20..25     SOLD 1 again   a replay
 * b/carol    5..30     SOLD_OUT by w2 client carol
 * c:7        0..12     SEAT_TAKEN     seat 7
 * d          5..never                 no answer
 * e          -                        never sent
 * </pre>
 */
final class Story {
    private static final Pattern LINE = Pattern.compile("(?<id>[^:/ ]+)(/(?<client>[^: ]+))?(:(?<seat>-?\\d+))? +"
            + "(-|(?<sent>\\d+)\\.\\.(never|(?<told>\\d+) +(?<what>[A-Z_]+)( (?<ticket>-?\\d+))?"
            + "(?<again> again)?( by (?<worker>\\w+))?))");

    private final Sale sale;
    private final List<Purchase> workload = new ArrayList<>();
    private final List<Consumer<Recorder>> attempts = new ArrayList<>();
    private final Map<String, WorkerCounters> workers = new HashMap<>();
    private Circumstances circumstances = Circumstances.UNKNOWN;
    private Optional<Ledger> ledger = Optional.empty();

    private Story(Model model, int capacity, String lines) {
        sale = new Sale("story", model, capacity);
        lines.lines().forEach(this::add);
    }

    static Story tickets(int capacity, String lines) {
        return new Story(Model.UNNUMBERED, capacity, lines);
    }

    static Story seats(int capacity, String lines) {
        return new Story(Model.NUMBERED, capacity, lines);
    }

    private void add(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a line of a story: " + line);
        }
        String id = matcher.group("id");
        String client = Optional.ofNullable(matcher.group("client")).orElse("c-" + id);
        String seat = matcher.group("seat");
        Purchase purchase =
                new Purchase(client, id, seat == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(seat)));
        if (!workload.contains(purchase)) {
            workload.add(purchase);
        }
        if (matcher.group("sent") != null) {
            int index = workload.indexOf(purchase);
            attempts.add(recorder -> replay(matcher, index, recorder));
        }
    }

    private static void replay(Matcher line, int purchase, Recorder recorder) {
        int attempt = recorder.invoked(purchase, Long.parseLong(line.group("sent")) * 1000);
        if (line.group("told") != null) {
            Outcome outcome = outcome(line.group("what"), line.group("ticket"));
            String worker = Optional.ofNullable(line.group("worker")).orElse("w1");
            Answer answer = outcome instanceof Outcome.Unknown
                    ? Answer.unattended(outcome)
                    : new Answer(outcome, worker, line.group("again") != null);
            recorder.answered(attempt, Long.parseLong(line.group("told")) * 1000, answer);
        }
    }

    private static Outcome outcome(String what, String ticket) {
        return switch (what) {
            case "SOLD" -> new Outcome.Sold(Integer.parseInt(ticket));
            case "SOLD_OUT", "SEAT_TAKEN" -> Rejected.valueOf(what);
            case "UNKNOWN" -> new Outcome.Unknown("no answer in time");
            default -> NotExecuted.valueOf(what);
        };
    }

    Story storeCounts(int sold) {
        return store(new Ledger.Counted(sold));
    }

    Story storeHolds(Map<String, Integer> ticketByRequest) {
        return store(new Ledger.Owners(ticketByRequest));
    }

    Story storeHoldsSeats(int... seats) {
        BitSet bits = new BitSet();
        for (int seat : seats) {
            bits.set(seat);
        }
        return store(new Ledger.Seats(bits));
    }

    Story store(Ledger account) {
        ledger = Optional.of(account);
        return this;
    }

    /** The system was watched, and nothing failed. */
    Story undisturbed() {
        return went(new Circumstances(
                Set.of(),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(0),
                Optional.empty()));
    }

    Story lost(String worker) {
        return went(new Circumstances(
                Set.of(worker),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty()));
    }

    Story went(Circumstances seen) {
        circumstances = seen;
        return this;
    }

    /** The store holds all that it can hold of a sale: tickets by request, whose they are, and in a numbered sale who has each seat. */
    Story storeHoldsInFull(
            Map<String, Integer> tickets, Map<String, String> clients, Map<Integer, String> seats, int counted) {
        boolean numbered = sale.model() == Model.NUMBERED;
        return store(new Ledger.Owners(
                tickets,
                Optional.of(clients),
                numbered ? Optional.of(seats) : Optional.empty(),
                numbered ? OptionalInt.empty() : OptionalInt.of(counted)));
    }

    Story workerSays(String worker, int decisions, int replays) {
        workers.put(worker, new WorkerCounters(decisions, replays));
        return this;
    }

    History history() {
        Recorder recorder = new Recorder(workload, attempts.size());
        attempts.forEach(attempt -> attempt.accept(recorder));
        return recorder.history();
    }

    Evidence evidence(Guarantee... declared) {
        return new Evidence(sale, history(), Set.of(declared), ledger, workers, circumstances);
    }

    Report check(Guarantee... declared) {
        return Checker.check(evidence(declared));
    }
}
