package dev.onsale.xmlrpc;

import static dev.onsale.xmlrpc.Scanner.ascii;

import dev.onsale.core.Purchase;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that buy, in the form in which practically all of them travel: read and written without parser or tree, in a tenth of the time. What
 * is not of that form to the byte is left to the library, so this decides nothing that the library would decide in another way. Not
 * thread-safe for reading.
 */
final class UsualCalls {
    private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final byte[][] PROLOGS = {
        ascii(PROLOG),
        ascii("<?xml version='1.0'?>"),
        ascii("<?xml version=\"1.0\"?>"),
        ascii("<?xml version='1.0' encoding='utf-8'?>")
    };
    private static final byte[] CALL = ascii("<methodCall>");
    private static final byte[] CALL_END = ascii("</methodCall>");
    private static final byte[] NAME = ascii("<methodName>");
    private static final byte[] NAME_END = ascii("</methodName>");
    private static final byte[] PARAMS = ascii("<params>");
    private static final byte[] PARAMS_END = ascii("</params>");
    private static final byte[] PARAM = ascii("<param>");
    private static final byte[] PARAM_END = ascii("</param>");
    private static final byte[] VALUE = ascii("<value>");
    private static final byte[] VALUE_END = ascii("</value>");
    private static final byte[] STRING = ascii("<string>");
    private static final byte[] STRING_END = ascii("</string>");
    private static final byte[] INT = ascii("<int>");
    private static final byte[] INT_END = ascii("</int>");
    private static final byte[] I4 = ascii("<i4>");
    private static final byte[] I4_END = ascii("</i4>");
    private static final byte[] DATA = ascii("<data>");
    private static final byte[] DATA_END = ascii("</data>");
    private static final byte[] ARRAY = ascii("<array>");
    private static final byte[] ARRAY_END = ascii("</array>");
    private static final byte[] STRUCT = ascii("<struct>");
    private static final byte[] STRUCT_END = ascii("</struct>");
    private static final byte[] MEMBER = ascii("<member>");
    private static final byte[] MEMBER_END = ascii("</member>");
    private static final byte[] METHOD_NAME = ascii("<name>methodName</name>");
    private static final byte[] METHOD_PARAMS = ascii("<name>params</name>");

    private static final byte[] NOTHING = {};

    private static final byte[] ONE_ANY = ascii(PROLOG + "<methodCall><methodName>tickets.buy</methodName><params>");
    private static final byte[] ONE_SEAT =
            ascii(PROLOG + "<methodCall><methodName>tickets.buySeat</methodName><params>");
    private static final byte[] ONE_END = ascii("</params></methodCall>");
    private static final byte[] MANY = ascii(
            PROLOG + "<methodCall><methodName>system.multicall</methodName><params>" + "<param><value><array><data>");
    private static final byte[] MANY_END = ascii("</data></array></value></param></params></methodCall>");
    private static final byte[] ELEMENT = ascii("<value><struct><member><name>methodName</name><value>");
    private static final byte[] ELEMENT_PARAMS =
            ascii("</value></member><member><name>params</name><value><array><data>");
    private static final byte[] ELEMENT_END = ascii("</data></array></value></member></struct></value>");

    /** What one call must not make this hold for the next ones. */
    private static final int BYTES_KEPT = 1 << 16;

    private final Scanner in = new Scanner();
    private final int multicallLimit;

    /** @param multicallLimit purchases in one call, at the most: more are the library's to refuse */
    UsualCalls(int multicallLimit) {
        this.multicallLimit = multicallLimit;
    }

    /** The call, or null if a parser must look at it. */
    @Nullable
    Call read(ByteBuf body) {
        in.begin(body);
        try {
            return read();
        } catch (IllegalArgumentException e) { // an id that no purchase can have
            return null;
        } finally {
            in.trim(BYTES_KEPT);
        }
    }

    private @Nullable Call read() {
        in.passOne(PROLOGS);
        if (!in.spaceAnd(CALL) || !in.spaceAnd(NAME)) {
            return null;
        }
        String method = in.text();
        if (method == null || !in.pass(NAME_END) || !in.spaceAnd(PARAMS)) {
            return null;
        }
        Call call = method.equals("system.multicall") ? many() : one(method);
        if (call == null || !in.spaceAnd(PARAMS_END) || !in.spaceAnd(CALL_END)) {
            return null;
        }
        in.space();
        return in.isAtEnd() ? call : null;
    }

    private @Nullable Call one(String method) {
        Purchase purchase = purchase(method, PARAM, PARAM_END);
        return purchase == null ? null : Call.single(new Part.Buy(purchase));
    }

    private @Nullable Call many() {
        if (!in.spaceAnd(PARAM) || !in.spaceAnd(VALUE) || !in.pass(ARRAY) || !in.spaceAnd(DATA)) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        while (in.spaceAnd(VALUE)) {
            Purchase purchase = element();
            if (purchase == null || parts.size() == multicallLimit) {
                return null;
            }
            parts.add(new Part.Buy(purchase));
        }
        boolean ends = in.pass(DATA_END) && in.spaceAnd(ARRAY_END) && in.pass(VALUE_END) && in.spaceAnd(PARAM_END);
        return ends && !parts.isEmpty() ? new Call(parts, true) : null;
    }

    private @Nullable Purchase element() {
        if (!in.pass(STRUCT) || !in.spaceAnd(MEMBER) || !in.spaceAnd(METHOD_NAME)) {
            return null;
        }
        String method = string();
        if (method == null
                || !in.spaceAnd(MEMBER_END)
                || !in.spaceAnd(MEMBER)
                || !in.spaceAnd(METHOD_PARAMS)
                || !in.spaceAnd(VALUE)
                || !in.pass(ARRAY)
                || !in.spaceAnd(DATA)) {
            return null;
        }
        Purchase purchase = purchase(method, NOTHING, NOTHING);
        boolean ends = in.spaceAnd(DATA_END)
                && in.spaceAnd(ARRAY_END)
                && in.pass(VALUE_END)
                && in.spaceAnd(MEMBER_END)
                && in.spaceAnd(STRUCT_END)
                && in.pass(VALUE_END);
        return ends ? purchase : null;
    }

    private @Nullable Purchase purchase(String method, byte[] before, byte[] after) {
        boolean ofSeat = method.equals(TicketMethods.BUY_SEAT);
        if (!ofSeat && !method.equals(TicketMethods.BUY)) {
            return null;
        }
        String client = in.spaceAnd(before) ? string() : null;
        if (client == null || !in.spaceAnd(after)) {
            return null;
        }
        Integer seat = null;
        if (ofSeat) {
            seat = in.spaceAnd(before) ? number() : null;
            if (seat == null || !in.spaceAnd(after)) {
                return null;
            }
        }
        String request = in.spaceAnd(before) ? string() : null;
        if (request == null || !in.spaceAnd(after)) {
            return null;
        }
        return seat == null ? Purchase.any(client, request) : Purchase.seat(client, seat, request);
    }

    /** A value that is a text, with or without saying so. */
    private @Nullable String string() {
        if (!in.spaceAnd(VALUE)) {
            return null;
        }
        boolean saysSo = in.pass(STRING);
        String text = in.text();
        boolean ends = text != null && (!saysSo || in.pass(STRING_END)) && in.pass(VALUE_END);
        return ends ? text : null;
    }

    private @Nullable Integer number() {
        if (!in.spaceAnd(VALUE)) {
            return null;
        }
        boolean i4 = in.pass(I4);
        if (!i4 && !in.pass(INT)) {
            return null;
        }
        Integer number = in.number();
        boolean ends = number != null && in.pass(i4 ? I4_END : INT_END) && in.pass(VALUE_END);
        return ends ? number : null;
    }

    /** Appends what the library would; false, and nothing appended, if an id needs its care. Thread-safe. */
    static boolean write(List<Purchase> purchases, ByteBuf out) {
        for (Purchase purchase : purchases) {
            if (!Scanner.isPlain(purchase.client()) || !Scanner.isPlain(purchase.requestId())) {
                return false;
            }
        }
        if (purchases.size() == 1) {
            Purchase purchase = purchases.get(0);
            out.writeBytes(purchase.seat().isPresent() ? ONE_SEAT : ONE_ANY);
            params(purchase, PARAM, PARAM_END, out);
            out.writeBytes(ONE_END);
            return true;
        }
        out.writeBytes(MANY);
        for (Purchase purchase : purchases) {
            out.writeBytes(ELEMENT);
            text(purchase.seat().isPresent() ? TicketMethods.BUY_SEAT : TicketMethods.BUY, out);
            out.writeBytes(ELEMENT_PARAMS);
            params(purchase, NOTHING, NOTHING, out);
            out.writeBytes(ELEMENT_END);
        }
        out.writeBytes(MANY_END);
        return true;
    }

    private static void params(Purchase purchase, byte[] before, byte[] after, ByteBuf out) {
        out.writeBytes(before).writeBytes(VALUE);
        text(purchase.client(), out);
        out.writeBytes(VALUE_END).writeBytes(after);
        if (purchase.seat().isPresent()) {
            out.writeBytes(before).writeBytes(VALUE).writeBytes(I4);
            text(Integer.toString(purchase.seat().getAsInt()), out);
            out.writeBytes(I4_END).writeBytes(VALUE_END).writeBytes(after);
        }
        out.writeBytes(before).writeBytes(VALUE);
        text(purchase.requestId(), out);
        out.writeBytes(VALUE_END).writeBytes(after);
    }

    private static void text(String ascii, ByteBuf out) {
        out.writeCharSequence(ascii, StandardCharsets.US_ASCII);
    }
}
