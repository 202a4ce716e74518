package dev.onsale.xmlrpc;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.NotExecuted;
import dev.onsale.core.Outcome.Unknown;
import dev.onsale.xmlrpc.Part.Fault;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.xmlrpc.XmlRpcException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** A client's second half of the codec: the bytes of a response to answers. Not thread-safe. */
public final class AnswerReader {
    private static final Answer NOT_UNDERSTOOD = Answer.unattended(new Unknown("the answer was not understood"));

    private final XmlParser xml = new XmlParser();
    private final UsualAnswers usual = new UsualAnswers();
    private final int depth;

    /** Reads answers nested no deeper than a server reads calls. */
    public AnswerReader() {
        this(Limits.DEFAULT.depth());
    }

    AnswerReader(int depth) {
        this.depth = depth;
    }

    /** As many answers as there were purchases. Never fails: what cannot be understood is {@link Unknown}. */
    public List<Answer> read(ByteBuf body, int purchases) {
        List<Answer> answers = usual.read(body, purchases);
        return answers == null ? parse(body, purchases) : answers;
    }

    /** What {@link #read} gives, by the library alone. */
    List<Answer> parse(ByteBuf body, int purchases) {
        Part result = result(body);
        if (result instanceof Fault fault) {
            return Collections.nCopies(purchases, Answer.unattended(outcome(fault)));
        }
        Object value = ((Part.Value) result).value();
        if (purchases == 1) {
            return List.of(answer(value));
        }
        if (!(value instanceof Object[] elements) || elements.length != purchases) {
            return Collections.nCopies(purchases, NOT_UNDERSTOOD);
        }
        List<Answer> answers = new ArrayList<>(purchases);
        for (Object element : elements) {
            answers.add(element(element));
        }
        return answers;
    }

    /** The result of any method, or its fault; one of ours if the response makes no sense. */
    Part result(ByteBuf body) {
        Library.ResponseParser parser = new Library.ResponseParser(depth);
        try {
            xml.parse(body, parser);
            if (!parser.isSuccess()) {
                return new Fault(parser.getErrorCode(), String.valueOf(parser.getErrorMessage()));
            }
            Object result = parser.getResult();
            return result == null ? notUnderstood() : new Part.Value(result);
        } catch (SAXException
                | XmlRpcException
                | RuntimeException e) { // the library's types throw a few unchecked ones
            return notUnderstood();
        }
    }

    private static Fault notUnderstood() {
        return new Fault(Fault.INTERNAL, "the answer was not understood");
    }

    private static Answer element(Object element) {
        if (element instanceof Object[] one && one.length == 1) {
            return answer(one[0]);
        }
        if (element instanceof Map<?, ?> struct && struct.get("faultCode") instanceof Integer code) {
            return Answer.unattended(outcome(new Fault(code, String.valueOf(struct.get("faultString")))));
        }
        return NOT_UNDERSTOOD;
    }

    /** Only what a server says before it asks its service proves that nothing was done. */
    private static Outcome outcome(Fault fault) {
        return switch (fault.code()) {
            case Fault.NOT_WELL_FORMED, Fault.NO_SUCH_METHOD, Fault.WRONG_PARAMETERS -> NotExecuted.MALFORMED;
            case Fault.OVER_A_LIMIT -> NotExecuted.BUSY;
            default -> new Unknown("fault " + fault.code() + ": " + shortened(fault.text()));
        };
    }

    private static Answer answer(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> struct)
                || !(struct.get("worker") instanceof String worker)
                || !(struct.get("replayed") instanceof Boolean replayed)) {
            return NOT_UNDERSTOOD;
        }
        Outcome outcome = outcome(struct);
        return outcome == null ? NOT_UNDERSTOOD : new Answer(outcome, worker, replayed);
    }

    private static @Nullable Outcome outcome(Map<?, ?> struct) {
        return switch (String.valueOf(struct.get("outcome"))) {
            case "SOLD" -> struct.get("ticket") instanceof Integer ticket ? new Outcome.Sold(ticket) : null;
            case "REJECTED" -> named(Outcome.Rejected.values(), struct.get("reason"));
            case "NOT_EXECUTED" -> named(NotExecuted.values(), struct.get("reason"));
            default -> null;
        };
    }

    private static <E extends Enum<E>> @Nullable E named(E[] all, @Nullable Object name) {
        for (E one : all) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        return null;
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
