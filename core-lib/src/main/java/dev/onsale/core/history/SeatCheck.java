package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Operations.ExtraSale;
import dev.onsale.core.history.Report.Slack;
import dev.onsale.core.history.Violation.Kind;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Seats: each is a sale of one ticket on its own, judged as in {@link CounterCheck} with C = 1. A history of many objects is linearizable if
 * and only if that of each is (Herlihy and Wing 1990, theorem 1). So a seat's first rejection must not end before its buyer has asked; if
 * it is not known who bought it, before some unknown buyer of it has.
 */
final class SeatCheck implements StockCheck {
    private final Sale sale;
    private final Operations operations;
    private final Findings findings;
    private final Words words;

    private final int highest;

    // By seat, an operation plus one, or 0 for none.
    private final int[] latestSale;
    private final int[] firstRejection;
    private final int[] firstUnknown;

    /** Seats that only the store knows to be sold. */
    private final BitSet soldInStore = new BitSet();

    private int seatsSold;
    private int seatsUnknown;
    private final Account account;
    private OptionalLong slackNanos = OptionalLong.empty();

    SeatCheck(Sale sale, History history, Operations operations, Optional<Ledger> ledger, Findings findings) {
        this.sale = sale;
        this.operations = operations;
        this.findings = findings;
        words = new Words(history);
        highest = highestSeat(ledger);
        latestSale = new int[highest + 1];
        firstRejection = new int[highest + 1];
        firstUnknown = new int[highest + 1];
        collect();
        if (ledger.isPresent() && ledger.get() instanceof Ledger.Seats seats) {
            auditSeats(seats.seats());
        }
        countSeats();
        account = Account.of(ledger, seatsSold, seatsUnknown);
        checkRejections();
    }

    /** Of the seats that anybody asked for or that the store holds as sold. */
    private int highestSeat(Optional<Ledger> ledger) {
        int asked = 0;
        for (int op = 0; op < operations.size; op++) {
            asked = Math.max(asked, operations.seat(op));
        }
        int held = ledger.orElse(null) instanceof Ledger.Seats seats
                ? seats.seats().length() - 1
                : 0;
        return Math.min(sale.capacity(), Math.max(asked, held));
    }

    private void collect() {
        for (int op = 0; op < operations.size; op++) {
            switch (operations.state(op)) {
                case SOLD -> sold(op, operations.seat(op));
                case REJECTED -> {
                    int before = firstRejection[operations.seat(op)] - 1;
                    if (before < 0 || operations.end[op] < operations.end[before]) {
                        firstRejection[operations.seat(op)] = op + 1;
                    }
                }
                case UNKNOWN -> {
                    int before = firstUnknown[operations.seat(op)] - 1;
                    if (before < 0 || operations.start[op] < operations.start[before]) {
                        firstUnknown[operations.seat(op)] = op + 1;
                    }
                }
                case NEVER_SENT, NOT_EXECUTED, UNFIT -> {}
            }
        }
        for (ExtraSale extra : operations.extraSales) {
            checkTicket(extra.operation(), extra.attempt(), extra.ticket());
        }
    }

    private void sold(int op, int seat) {
        checkTicket(op, operations.telling[op], operations.ticket[op]);
        int before = latestSale[seat] - 1;
        if (before >= 0) {
            soldTwice(seat, before, op);
        }
        if (before < 0 || operations.start[op] > operations.start[before]) {
            latestSale[seat] = op + 1;
        }
    }

    private void checkTicket(int op, int attempt, int ticket) {
        if (ticket != operations.seat(op)) {
            findings.add(
                    Kind.TICKET_MISMATCH,
                    () -> words.whoHas(attempt, ticket) + ", but asked for seat " + operations.seat(op) + ".",
                    attempt);
        }
    }

    private void soldTwice(int seat, int one, int other) {
        int a = operations.telling[one];
        int b = operations.telling[other];
        long apart = Math.abs(operations.end[one] - operations.end[other]);
        boolean bothTold = operations.end[one] != History.NEVER && operations.end[other] != History.NEVER;
        findings.add(
                Kind.OVERSOLD,
                () -> "Seat " + seat + " was sold twice" + (bothTold ? ", " + Words.micros(apart) + " apart: " : ": ")
                        + words.whoHas(a, operations.ticket[one]) + ", and " + words.whoHas(b, operations.ticket[other])
                        + ".",
                a,
                b);
    }

    /** The store knows of each seat whether it is sold: so are then all unknown requests for it decided, or all but one. */
    private void auditSeats(BitSet seats) {
        for (int seat = 1; seat <= highest; seat++) {
            if (!seats.get(seat)) {
                firstUnknown[seat] = 0;
                if (latestSale[seat] != 0) {
                    lostSeat(seat);
                }
            } else if (latestSale[seat] == 0) {
                soldInStore.set(seat);
                if (firstUnknown[seat] == 0) {
                    phantomSeat(seat);
                }
            }
        }
        int outside = seats.get(0) ? 0 : seats.nextSetBit(sale.capacity() + 1);
        if (outside >= 0) {
            findings.add(
                    Kind.NUMBER_RANGE,
                    () -> "The store holds seat " + outside + " as sold, but there are only 1 to " + sale.capacity()
                            + ".");
        }
    }

    private void lostSeat(int seat) {
        int attempt = operations.telling[latestSale[seat] - 1];
        findings.add(
                Kind.LOST_SALE, () -> words.whoWas(attempt) + ", but in the store seat " + seat + " is free.", attempt);
    }

    private void phantomSeat(int seat) {
        int refused = firstRejection[seat] - 1;
        if (refused < 0) {
            findings.add(Kind.PHANTOM, () -> "In the store seat " + seat + " is sold, but nobody can have bought it.");
            return;
        }
        int attempt = operations.telling[refused];
        findings.add(
                Kind.PHANTOM,
                () -> "In the store seat " + seat + " is sold, but nobody can have bought it: " + words.whoWas(attempt)
                        + ".",
                attempt);
    }

    private void countSeats() {
        for (int seat = 1; seat <= highest; seat++) {
            if (latestSale[seat] != 0) {
                seatsSold++;
            } else if (firstUnknown[seat] != 0 && !soldInStore.get(seat)) {
                seatsUnknown++;
            }
        }
    }

    private void checkRejections() {
        int resting = 0;
        int witness = 0;
        for (int seat = 1; seat <= highest; seat++) {
            if (firstRejection[seat] == 0) {
                continue;
            }
            int refused = firstRejection[seat] - 1;
            if (latestSale[seat] != 0) {
                checkOrder(seat, refused, latestSale[seat] - 1);
            } else if (!mayBeTakenBy(operations.end[refused], seat)) {
                falselyTaken(seat, refused);
            } else if (!soldInStore.get(seat)) {
                resting++;
                witness = seat;
            }
        }
        if (resting > account.most()) {
            tooManyResting(resting, witness);
        }
    }

    /** Whether some unknown buyer of the seat had asked by then. */
    private boolean mayBeTakenBy(long end, int seat) {
        return firstUnknown[seat] != 0 && operations.start[firstUnknown[seat] - 1] <= end;
    }

    private void checkOrder(int seat, int refused, int buyer) {
        long slack = operations.end[refused] - operations.start[buyer];
        slackNanos = OptionalLong.of(Math.min(slack, slackNanos.orElse(Long.MAX_VALUE)));
        if (slack < 0) {
            int told = operations.telling[refused];
            int late = operations.first[buyer];
            findings.add(
                    Kind.LATE_SALE,
                    () -> words.whoWas(told) + "; " + words.who(late) + ", sent " + Words.micros(-slack)
                            + " later, was sold seat " + seat + ".",
                    told,
                    late);
        }
    }

    private void falselyTaken(int seat, int refused) {
        int told = operations.telling[refused];
        int next = firstUnknown[seat] - 1;
        String others = next < 0
                ? "nobody else can have bought it."
                : words.who(operations.first[next]) + ", the first other who may have bought it, was sent "
                        + Words.micros(operations.start[next] - operations.end[refused]) + " later.";
        findings.add(Kind.SEAT_FALSE_TAKEN, () -> words.whoWas(told) + ", but " + others, told);
        if (next < 0 && !soldInStore.get(seat)) {
            findings.add(
                    Kind.UNDERSOLD,
                    () -> "In the end seat " + seat + " is free, though " + words.whoWas(told) + ".",
                    told);
        }
    }

    /** Refused seats whose sale rests on unknown requests, more than the store counts. */
    private void tooManyResting(int resting, int seat) {
        int told = operations.telling[firstRejection[seat] - 1];
        int excess = resting - account.most();
        String text = Words.count(resting, "seat")
                + " refused can only have been bought by unknown requests, but of those the store counts "
                + Words.count(account.most()) + " sold; one such seat: " + words.whoWas(told) + ".";
        findings.add(Kind.SEAT_FALSE_TAKEN, excess, () -> text, told);
        findings.add(Kind.UNDERSOLD, excess, () -> text, told);
    }

    int sold() {
        return seatsSold;
    }

    int unknown() {
        return seatsUnknown;
    }

    @Override
    public Slack slack() {
        return new Slack(slackNanos, OptionalInt.empty());
    }

    @Override
    public boolean mayBeLeftOut(int operation) {
        int seat = operations.seat(operation);
        boolean sold = latestSale[seat] != 0 || soldInStore.get(seat);
        boolean surelySold = firstUnknown[seat] != 0 && account.least() == seatsUnknown;
        return !sold && !surelySold;
    }
}
