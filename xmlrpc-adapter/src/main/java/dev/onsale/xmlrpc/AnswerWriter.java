package dev.onsale.xmlrpc;

import dev.onsale.core.Answer;
import dev.onsale.xmlrpc.Part.Fault;
import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.xmlrpc.serializer.XmlRpcWriter;
import org.xml.sax.SAXException;

/** A server's second half of the codec: the answers to a call, to bytes. Thread-safe. */
public final class AnswerWriter {
    private AnswerWriter() {}

    /** Appends the response to {@code out}; the answers are those to the call's purchases, in order. */
    public static void write(Call call, List<Answer> answers, ByteBuf out) {
        if (!UsualAnswers.write(call, answers, out)) {
            writeByLibrary(call, answers, out);
        }
    }

    /** What {@link #write} does, by the library alone. */
    static void writeByLibrary(Call call, List<Answer> answers, ByteBuf out) {
        XmlRpcWriter writer = Library.writer(new XmlOut(out));
        Iterator<Answer> next = answers.iterator();
        try {
            if (call.multi()) {
                Object[] results = new Object[call.parts().size()];
                for (int i = 0; i < results.length; i++) {
                    Part result = result(call.parts().get(i), next);
                    results[i] = result instanceof Fault fault
                            ? struct("faultCode", fault.code(), "faultString", fault.text())
                            : new Object[] {((Part.Value) result).value()};
                }
                writer.write(Library.CONFIG, results);
            } else {
                Part result = result(call.parts().get(0), next);
                if (result instanceof Fault fault) {
                    writer.write(Library.CONFIG, fault.code(), fault.text());
                } else {
                    writer.write(Library.CONFIG, ((Part.Value) result).value());
                }
            }
        } catch (SAXException e) {
            throw new IllegalStateException("a value that XML-RPC cannot hold", e);
        }
    }

    private static Part result(Part part, Iterator<Answer> answers) {
        return part instanceof Part.Buy ? result(answers.next()) : part;
    }

    private static Part result(Answer answer) {
        return answer.outcome()
                .<Part>fold(
                        sold -> value("SOLD", "ticket", sold.ticket(), answer),
                        rejected -> value("REJECTED", "reason", rejected.name(), answer),
                        refused -> value("NOT_EXECUTED", "reason", refused.name(), answer),
                        unknown -> Fault.OUTCOME_UNKNOWN);
    }

    private static Part value(String outcome, String name, Object detail, Answer answer) {
        Map<String, Object> struct = struct("outcome", outcome, name, detail);
        struct.put("worker", answer.worker());
        struct.put("replayed", answer.replayed());
        return new Part.Value(struct);
    }

    /** In this order, as people read it. */
    private static Map<String, Object> struct(String name1, Object value1, String name2, Object value2) {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put(name1, value1);
        struct.put(name2, value2);
        return struct;
    }
}
