package dev.onsale.xmlrpc;

import dev.onsale.xmlrpc.Part.Fault;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** A server's first half of the codec: the bytes of a request to a call. Not thread-safe. */
public final class CallReader {
    private static final Call NOT_WELL_FORMED =
            Call.single(new Fault(Fault.NOT_WELL_FORMED, "not a well-formed XML-RPC call"));

    private final XmlParser xml = new XmlParser();
    private final MethodTable methods;
    private final int depth;
    private final @Nullable UsualCalls usual;

    CallReader(MethodTable methods, int depth) {
        this.methods = methods;
        this.depth = depth;
        this.usual = methods.has(TicketMethods.BUY) ? new UsualCalls(methods.multicallLimit()) : null;
    }

    /** Reads calls of the methods that sell tickets, within the limits that servers have. */
    public static CallReader ofTickets() {
        return new CallReader(TicketMethods.table(Limits.DEFAULT.multicall()), Limits.DEFAULT.depth());
    }

    /** Never fails: what is wrong with the request is a part of the call. Does not keep the bytes. */
    public Call read(ByteBuf body) {
        Call call = usual == null ? null : usual.read(body);
        return call == null ? parse(body) : call;
    }

    /** What {@link #read} gives, by the library alone. */
    Call parse(ByteBuf body) {
        Library.RequestParser parser = new Library.RequestParser(depth);
        try {
            xml.parse(body, parser);
        } catch (Library.TooDeep e) {
            return Call.single(new Fault(Fault.OVER_A_LIMIT, "at most " + depth + " elements within each other"));
        } catch (SAXException | RuntimeException e) { // the library's types throw a few unchecked ones at nonsense
            return NOT_WELL_FORMED;
        }
        String method = parser.getMethodName();
        return method == null ? NOT_WELL_FORMED : methods.call(method, params(parser.getParams()));
    }

    private static List<Object> params(@Nullable List<?> params) {
        return params == null ? List.of() : new ArrayList<>(params);
    }
}
