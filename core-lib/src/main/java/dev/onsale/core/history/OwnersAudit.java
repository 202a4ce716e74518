package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Operations.State;
import dev.onsale.core.history.Violation.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what buyers were told with what the store holds, one by one, and settles what was unknown: a request that the store holds was
 * sold, at some time after it was sent; any other was not. Where the store says more of its sales (whose they are, which request has a
 * seat), that must say the same.
 */
final class OwnersAudit {
    private final Sale sale;
    private final Operations operations;
    private final Ledger.Owners ledger;
    private final Map<String, Integer> ticketByRequest;
    private final Findings findings;
    private final Words words;

    /** Reused ids whose sale has been found under one of their payloads. */
    private final Set<Integer> settledKeys = new HashSet<>();

    private int resolved;

    private OwnersAudit(Sale sale, History history, Operations operations, Ledger.Owners ledger, Findings findings) {
        this.sale = sale;
        this.operations = operations;
        this.ledger = ledger;
        this.ticketByRequest = ledger.ticketByRequest();
        this.findings = findings;
        words = new Words(history);
    }

    /** How many unknown ones turned out to be sold. */
    static int check(Sale sale, History history, Operations operations, Ledger.Owners ledger, Findings findings) {
        OwnersAudit audit = new OwnersAudit(sale, history, operations, ledger, findings);
        for (int op = 0; op < operations.size; op++) {
            audit.checkSoldOrUnknown(op);
        }
        int matched = 0;
        for (int op = 0; op < operations.size; op++) {
            matched += audit.checkUnsold(op);
        }
        if (matched < audit.ticketByRequest.size()) {
            audit.findStrangers();
        }
        ledger.requestBySeat().ifPresent(audit::checkSeats);
        return audit.resolved;
    }

    private void checkSoldOrUnknown(int op) {
        State state = operations.state(op);
        if (state == State.SOLD) {
            checkSold(op, held(op));
            settledKeys(op);
        } else if (state == State.UNKNOWN) {
            resolve(op, held(op));
        }
    }

    private void checkSold(int op, @Nullable Integer held) {
        int attempt = operations.telling[op];
        if (held == null) {
            findings.add(Kind.LOST_SALE, () -> words.whoWas(attempt) + ", but the store holds no sale to it.", attempt);
        } else if (held != operations.ticket[op] && !operations.hasExtraSale(op, held)) {
            findings.add(
                    Kind.TICKET_MISMATCH,
                    () -> words.whoWas(attempt) + ", but the store holds ticket " + held + " for it.",
                    attempt);
        } else {
            checkClient(op);
        }
    }

    private void checkClient(int op) {
        String client = client(op);
        int attempt = operations.telling[op];
        if (isAnothers(op)) {
            findings.add(
                    Kind.WRONG_OWNER,
                    () -> words.whoHas(attempt, operations.ticket[op]) + ", but the store holds it for client " + client
                            + ".",
                    attempt);
        }
    }

    private boolean isAnothers(int op) {
        String client = client(op);
        return client != null && !client.equals(operations.requests.purchase(op).client());
    }

    private @Nullable String client(int op) {
        return ledger.clientByRequest().map(clients -> clients.get(id(op))).orElse(null);
    }

    private void resolve(int op, @Nullable Integer held) {
        if (held == null || isHeldByNamesake(op, held)) {
            operations.state(op, State.NOT_EXECUTED);
            return;
        }
        operations.state(op, State.SOLD);
        operations.ticket[op] = held;
        resolved++;
        checkClient(op);
        settledKeys(op);
    }

    /** Whether the store's sale under this id is one to another payload. */
    private boolean isHeldByNamesake(int op, int held) {
        return operations.requests.isKeyReused(op)
                && (settledKeys.contains(operations.requests.key(op))
                        || (sale.model() == Model.NUMBERED && operations.seat(op) != held)
                        || isAnothers(op));
    }

    /** Counts an id once, under the first of its payloads. */
    private int checkUnsold(int op) {
        Integer held = held(op);
        if (held == null) {
            return 0;
        }
        if (operations.state(op) != State.SOLD && !settledKeys.contains(operations.requests.key(op))) {
            phantom(op, held);
        }
        return operations.requests.key(op) == op ? 1 : 0;
    }

    private void phantom(int op, int held) {
        if (operations.state(op) == State.NEVER_SENT) {
            findings.add(
                    Kind.PHANTOM,
                    () -> "The store holds ticket " + held + " for " + id(op) + ", which was never sent.");
            return;
        }
        int attempt = operations.telling[op];
        findings.add(
                Kind.PHANTOM,
                () -> words.whoWas(attempt) + ", but the store holds ticket " + held + " for it.",
                attempt);
    }

    private void findStrangers() {
        Set<String> ids = new HashSet<>();
        for (int op = 0; op < operations.size; op++) {
            ids.add(id(op));
        }
        ticketByRequest.forEach((id, ticket) -> {
            if (!ids.contains(id)) {
                findings.add(
                        Kind.PHANTOM,
                        () -> "The store holds ticket " + ticket + " for " + id
                                + ", which is no request of this trial.");
            }
        });
    }

    /** From the seats to their requests, and back. */
    private void checkSeats(Map<Integer, String> requestBySeat) {
        ticketByRequest.forEach((id, seat) -> {
            String named = requestBySeat.get(seat);
            if (named == null) {
                wrongOwner("The store holds seat " + seat + " for " + id + ", but names no buyer of that seat.");
            } else if (!named.equals(id)) {
                wrongOwner("The store holds seat " + seat + " for " + id + ", but names " + named + " as its buyer.");
            }
        });
        requestBySeat.forEach((seat, id) -> {
            if (!seat.equals(ticketByRequest.get(id))) {
                wrongOwner("The store names " + id + " as the buyer of seat " + seat + ", but does not hold it for "
                        + id + ".");
            }
        });
    }

    private void wrongOwner(String text) {
        findings.add(Kind.WRONG_OWNER, () -> text);
    }

    private void settledKeys(int op) {
        if (operations.requests.isKeyReused(op)) {
            settledKeys.add(operations.requests.key(op));
        }
    }

    private @Nullable Integer held(int op) {
        return ticketByRequest.get(id(op));
    }

    private String id(int op) {
        return operations.requests.purchase(op).requestId();
    }
}
