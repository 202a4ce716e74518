package dev.onsale.xmlrpc;

import dev.onsale.core.Purchase;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.xmlrpc.client.XmlRpcClientRequestImpl;
import org.xml.sax.SAXException;

/** A client's first half of the codec: purchases to the bytes of a request. Thread-safe. */
public final class CallWriter {
    private CallWriter() {}

    /** Appends one purchase as a call, several as a {@code system.multicall}. */
    public static void write(List<Purchase> purchases, ByteBuf out) {
        if (!UsualCalls.write(purchases, out)) {
            writeByLibrary(purchases, out);
        }
    }

    /** What {@link #write} does, by the library alone. */
    static void writeByLibrary(List<Purchase> purchases, ByteBuf out) {
        if (purchases.size() == 1) {
            write(method(purchases.get(0)), params(purchases.get(0)), out);
            return;
        }
        Object[] calls = new Object[purchases.size()];
        for (int i = 0; i < calls.length; i++) {
            Map<String, Object> call = new LinkedHashMap<>();
            call.put("methodName", method(purchases.get(i)));
            call.put("params", params(purchases.get(i)));
            calls[i] = call;
        }
        write("system.multicall", new Object[] {calls}, out);
    }

    /** Appends a call of any method. */
    static void write(String method, Object[] params, ByteBuf out) {
        try {
            Library.writer(new XmlOut(out)).write(new XmlRpcClientRequestImpl(Library.CONFIG, method, params));
        } catch (SAXException e) {
            throw new IllegalStateException("a value that XML-RPC cannot hold", e);
        }
    }

    private static String method(Purchase purchase) {
        return purchase.seat().isPresent() ? TicketMethods.BUY_SEAT : TicketMethods.BUY;
    }

    private static Object[] params(Purchase purchase) {
        return purchase.seat().isPresent()
                ? new Object[] {purchase.client(), purchase.seat().getAsInt(), purchase.requestId()}
                : new Object[] {purchase.client(), purchase.requestId()};
    }
}
