package dev.onsale.charts;

import dev.onsale.core.Purchase;
import dev.onsale.core.history.Checker;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.History;
import dev.onsale.core.history.OutcomeKind;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The end of an unnumbered sale: the requests next to the first response of a rejection, by which the last ticket must have gone. In a sale
 * that was stopped because it was oversold before anybody was rejected: next to the first response of a sale too many, which is one of a
 * ticket that another buyer was told to have, or one beyond the capacity.
 *
 * @param turnNanos when that response was
 * @param sales in the order of their tickets
 * @param rejections in the order of their responses
 * @param proof those of both that show a violation
 */
record CloseUp(
        Report report,
        int capacity,
        long turnNanos,
        List<Request> sales,
        List<Request> rejections,
        Set<Request> proof) {
    private static final int SALES = 22;
    private static final int REJECTIONS = 14;

    private static final Set<Violation.Kind> SHOWN = EnumSet.of(
            Violation.Kind.OVERSOLD,
            Violation.Kind.DUP_NUMBER,
            Violation.Kind.LATE_SALE,
            Violation.Kind.FALSE_SOLD_OUT,
            Violation.Kind.ORDER);

    /**
     * A request that was decided.
     *
     * @param startNanos its first invocation
     * @param endNanos its first response with a decision
     * @param ticket 0 when it was rejected
     */
    record Request(Purchase purchase, long startNanos, long endNanos, int ticket) {
        boolean sold() {
            return ticket != 0;
        }
    }

    /** Nothing when nobody was rejected, no ticket was sold twice and no more was sold than there is. */
    static Optional<CloseUp> of(Evidence evidence) {
        Collection<Request> decided = decided(evidence.history());
        List<Request> rejections = decided.stream()
                .filter(request -> !request.sold())
                .sorted(Comparator.comparing(Request::endNanos))
                .limit(REJECTIONS)
                .toList();
        List<Request> sales = decided.stream()
                .filter(Request::sold)
                .sorted(Comparator.comparing(Request::endNanos))
                .toList();
        int capacity = evidence.sale().capacity();
        Optional<Request> turning =
                rejections.isEmpty() ? firstTooMany(sales, capacity) : Optional.of(rejections.get(0));
        if (turning.isEmpty()) {
            return Optional.empty();
        }
        long turn = turning.get().endNanos();
        Map<Integer, List<Request>> byTicket = sales.stream().collect(Collectors.groupingBy(Request::ticket));
        Report report = Checker.check(evidence);
        Set<Purchase> named = report.violations().stream()
                .filter(violation -> SHOWN.contains(violation.kind()))
                .flatMap(violation -> violation.attempts().stream())
                .map(evidence.history()::purchase)
                .collect(Collectors.toSet());
        Set<Request> beyond = new HashSet<>(sales.subList(Math.min(capacity, sales.size()), sales.size()));
        Set<Request> near = near(sales, byTicket, turning.get());
        Set<Request> proof = new HashSet<>();
        for (Request sale : near) {
            boolean twice = byTicket.getOrDefault(sale.ticket(), List.of()).size() > 1;
            if (twice || sale.startNanos() > turn || beyond.contains(sale) || named.contains(sale.purchase())) {
                proof.add(sale);
            }
        }
        rejections.stream()
                .filter(rejection -> named.contains(rejection.purchase()))
                .forEach(proof::add);
        List<Request> inOrder = near.stream()
                .sorted(Comparator.comparing(Request::ticket).thenComparing(Request::endNanos))
                .toList();
        return Optional.of(new CloseUp(report, capacity, turn, inOrder, rejections, proof));
    }

    /** @param sales in the order of their responses */
    private static Optional<Request> firstTooMany(List<Request> sales, int capacity) {
        Set<Integer> sold = new HashSet<>();
        return sales.stream()
                .filter(sale -> !sold.add(sale.ticket()) || sold.size() > capacity)
                .findFirst();
    }

    /** All attempts at a request are one. */
    private static Collection<Request> decided(History history) {
        Map<Purchase, Long> starts = new HashMap<>();
        Map<Purchase, Request> decided = new HashMap<>();
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            Purchase purchase = history.purchase(attempt);
            OutcomeKind kind = history.kind(attempt);
            if (kind != OutcomeKind.NOT_EXECUTED) {
                starts.merge(purchase, history.invokedNanos(attempt), Math::min);
            }
            if (kind == OutcomeKind.SOLD || kind == OutcomeKind.REJECTED) {
                int ticket = kind == OutcomeKind.SOLD ? history.ticket(attempt) : 0;
                Request told = new Request(purchase, 0, history.answeredNanos(attempt), ticket);
                decided.merge(purchase, told, (one, other) -> one.endNanos() <= other.endNanos() ? one : other);
            }
        }
        return decided.values().stream()
                .map(told -> new Request(
                        told.purchase(),
                        starts.getOrDefault(told.purchase(), told.endNanos()),
                        told.endNanos(),
                        told.ticket()))
                .toList();
    }

    /**
     * The sale that was the turn, or those that began next to a rejection that was, each with those of the same ticket; and the last to
     * begin, when it began too late.
     */
    private static Set<Request> near(List<Request> sales, Map<Integer, List<Request>> byTicket, Request turning) {
        long turn = turning.endNanos();
        Set<Request> near = new LinkedHashSet<>(byTicket.getOrDefault(turning.ticket(), List.of()));
        sales.stream()
                .max(Comparator.comparing(Request::startNanos))
                .filter(last -> last.startNanos() > turn)
                .ifPresent(near::add);
        List<Request> byDistance = new ArrayList<>(sales);
        byDistance.sort(
                Comparator.comparing(sale -> Math.abs((turning.sold() ? sale.endNanos() : sale.startNanos()) - turn)));
        for (Request sale : byDistance) {
            if (near.size() >= SALES) {
                break;
            }
            near.addAll(byTicket.getOrDefault(sale.ticket(), List.of()));
        }
        return near;
    }
}
