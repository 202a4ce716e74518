package dev.onsale.core.history;

import dev.onsale.core.Answer;
import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.Rejected;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.ExhaustiveSearch.Attempt;
import dev.onsale.core.history.ExhaustiveSearch.Fate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A small trial made by chance: a correct one, or one that was correct until it was tampered with. */
final class RandomTrial {
    private static final int LATEST = 12;
    private static final List<Fate> FATES = List.of(Fate.values());

    private final Random random;
    final Sale sale;
    final List<Attempt> attempts = new ArrayList<>();
    final Optional<Ledger> ledger;

    RandomTrial(long seed) {
        random = new Random(seed);
        Model model = random.nextInt(3) == 0 ? Model.NUMBERED : Model.UNNUMBERED;
        sale = new Sale("random", model, 1 + random.nextInt(3));
        Map<Integer, Integer> sold = run(1 + random.nextInt(5), 1 + random.nextInt(7));
        for (int i = random.nextInt(3); i > 0; i--) {
            tamper(random.nextInt(attempts.size()));
        }
        if (random.nextInt(4) == 0) {
            tamper(sold);
        }
        ledger = ledger(sold);
    }

    /** Attempts take effect one after another; each within its interval, if the clerk is careful. Returns who was sold what. */
    private Map<Integer, Integer> run(int requests, int size) {
        boolean careless = random.nextInt(6) == 0;
        boolean ordered = random.nextBoolean();
        int[] payloads = random.ints(requests, 1, sale.capacity() + 1).toArray();
        int[] effects = random.ints(size, 0, LATEST).sorted().toArray();
        Map<Integer, Integer> payloadByDecided = new HashMap<>();
        Map<Integer, Integer> sold = new HashMap<>();
        for (int effect : effects) {
            int request = random.nextInt(requests);
            int payload = random.nextInt(25) == 0 ? 1 + random.nextInt(sale.capacity()) : payloads[request];
            boolean lost = random.nextInt(8) == 0;
            if (!lost
                    && payloadByDecided.putIfAbsent(request, payload) == null
                    && !(careless && random.nextInt(3) == 0)) {
                ticketFor(payload, ordered, sold).ifPresent(ticket -> sold.put(request, ticket));
            }
            boolean decided = !lost && (careless || payloadByDecided.getOrDefault(request, payload) == payload);
            Fate unanswered = decided || random.nextBoolean() ? Fate.UNKNOWN : Fate.NOT_EXECUTED;
            Fate fate = decided && random.nextInt(4) != 0 ? Fate.ANSWERED : unanswered;
            int from = random.nextInt(careless ? LATEST : effect + 1);
            int to = careless ? from + random.nextInt(LATEST - from) : effect + random.nextInt(LATEST - effect);
            attempts.add(new Attempt(
                    request, payload, from, to, fate, sold.getOrDefault(request, ExhaustiveSearch.REJECTED)));
        }
        return sold;
    }

    private Optional<Integer> ticketFor(int payload, boolean ordered, Map<Integer, Integer> sold) {
        List<Integer> free = new ArrayList<>();
        for (int ticket = 1; ticket <= sale.capacity(); ticket++) {
            if (!sold.containsValue(ticket) && (sale.model() == Model.UNNUMBERED || ticket == payload)) {
                free.add(ticket);
            }
        }
        if (free.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(free.get(ordered ? 0 : random.nextInt(free.size())));
    }

    private void tamper(int i) {
        Attempt a = attempts.get(i);
        long from = a.from();
        long to = a.to();
        int answer = a.answer();
        Fate fate = a.fate();
        switch (random.nextInt(7)) {
            case 0 -> answer = answer == ExhaustiveSearch.REJECTED ? 1 + random.nextInt(sale.capacity()) : 0;
            case 1 -> answer = random.nextInt(20) == 0 ? sale.capacity() + 1 : random.nextInt(sale.capacity() + 1);
            case 2 -> fate = FATES.get(random.nextInt(FATES.size()));
            case 3 -> from = random.nextInt((int) to + 1);
            case 4 -> to = from + random.nextInt(LATEST - (int) from);
            case 5 -> to = from;
            default -> {
                Attempt other = attempts.get(random.nextInt(attempts.size()));
                attempts.set(attempts.indexOf(other), with(other, other.from(), other.to(), other.fate(), a.answer()));
                answer = other.answer();
            }
        }
        attempts.set(i, with(a, from, to, fate, answer));
    }

    private static Attempt with(Attempt a, long from, long to, Fate fate, int answer) {
        return new Attempt(a.request(), a.payload(), from, to, fate, answer);
    }

    private void tamper(Map<Integer, Integer> sold) {
        int id = random.nextInt(6);
        switch (random.nextInt(3)) {
            case 0 -> sold.remove(id);
            case 1 -> sold.put(id, 1 + random.nextInt(sale.capacity()));
            default -> sold.replace(id, 1 + random.nextInt(sale.capacity()));
        }
    }

    private Optional<Ledger> ledger(Map<Integer, Integer> sold) {
        Map<String, Integer> owners = new HashMap<>();
        sold.forEach((request, ticket) -> owners.put(id(request), ticket));
        BitSet seats = new BitSet();
        sold.values().forEach(seats::set);
        return switch (random.nextInt(4)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Ledger.Counted(sold.size()));
            case 2 -> Optional.of(new Ledger.Owners(owners));
            default ->
                Optional.of(sale.model() == Model.NUMBERED ? new Ledger.Seats(seats) : new Ledger.Counted(sold.size()));
        };
    }

    /** The same as clients would have recorded it, attempts in the order of their tampering. */
    History history() {
        List<Purchase> workload =
                new ArrayList<>(attempts.stream().map(this::purchase).distinct().toList());
        Recorder recorder = new Recorder(workload, attempts.size());
        for (Attempt a : attempts) {
            int attempt = recorder.invoked(workload.indexOf(purchase(a)), a.from());
            if (a.fate() != Fate.UNKNOWN || random.nextBoolean()) {
                recorder.answered(attempt, a.to(), new Answer(outcome(a), "w1", false));
            }
        }
        return recorder.history();
    }

    private Purchase purchase(Attempt a) {
        return sale.model() == Model.NUMBERED
                ? Purchase.seat("c", a.payload(), id(a.request()))
                : Purchase.any("c" + a.payload(), id(a.request()));
    }

    private Outcome outcome(Attempt a) {
        return switch (a.fate()) {
            case UNKNOWN -> new Outcome.Unknown("timeout");
            case NOT_EXECUTED -> Outcome.NotExecuted.BUSY;
            case ANSWERED ->
                a.answer() != ExhaustiveSearch.REJECTED
                        ? new Outcome.Sold(a.answer())
                        : sale.model() == Model.NUMBERED ? Rejected.SEAT_TAKEN : Rejected.SOLD_OUT;
        };
    }

    /** Whether an id was used for several payloads of which more than one may have been executed, unknown to anybody. */
    boolean hasRivalUnknowns() {
        return attempts.stream()
                .filter(a -> a.fate() == Fate.UNKNOWN)
                .anyMatch(a -> attempts.stream()
                        .anyMatch(b ->
                                b.fate() == Fate.UNKNOWN && a.request() == b.request() && a.payload() != b.payload()));
    }

    static String id(int request) {
        return "r" + request;
    }

    @Override
    public String toString() {
        return sale + " " + ledger + attempts.stream().map(a -> "\n  " + a).reduce("", String::concat);
    }
}
