package dev.onsale.xmlrpc;

import dev.onsale.core.Purchase;
import dev.onsale.xmlrpc.MethodTable.Method;
import dev.onsale.xmlrpc.Part.Fault;
import java.util.List;
import java.util.function.Supplier;

/** The methods that sell tickets. */
final class TicketMethods {
    static final String BUY = "tickets.buy";
    static final String BUY_SEAT = "tickets.buySeat";

    private static final String ANSWER =
            " Answers a struct: outcome (SOLD, REJECTED or NOT_EXECUTED), ticket (when sold), reason (when not), worker,"
                    + " replayed (whether an earlier call with the same request id was answered so). The fault "
                    + Fault.INTERNAL + " says that the outcome is not known: call again with the same request id.";

    private TicketMethods() {}

    static MethodTable table(int multicallLimit) {
        return new MethodTable(
                List.of(
                        new Method(
                                BUY,
                                List.of("struct", "string", "string"),
                                "Buys a ticket: (client, request id)." + ANSWER,
                                params -> buy(() -> Purchase.any((String) params.get(0), (String) params.get(1)))),
                        new Method(
                                BUY_SEAT,
                                List.of("struct", "string", "int", "string"),
                                "Buys one seat: (client, seat, request id)." + ANSWER,
                                params -> buy(() -> Purchase.seat(
                                        (String) params.get(0), (Integer) params.get(1), (String) params.get(2))))),
                multicallLimit);
    }

    private static Part buy(Supplier<Purchase> purchase) {
        try {
            return new Part.Buy(purchase.get());
        } catch (IllegalArgumentException e) {
            return new Fault(
                    Fault.WRONG_PARAMETERS,
                    "client and request id must be 1 to " + Purchase.MAX_ID_BYTES
                            + " bytes of UTF-8 without white space or control characters");
        }
    }
}
