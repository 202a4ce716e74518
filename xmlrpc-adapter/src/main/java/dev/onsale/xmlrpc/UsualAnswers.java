package dev.onsale.xmlrpc;

import static dev.onsale.xmlrpc.Scanner.ascii;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decisions, in the form in which practically all of them travel: what {@link UsualCalls} is for calls. Faults, unknown outcomes and worker
 * names with other characters than visible ASCII are left to the library. Not thread-safe for reading.
 */
final class UsualAnswers {
    private static final byte[] BEGIN =
            ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><params><param>");
    private static final byte[] END = ascii("</param></params></methodResponse>");
    private static final byte[] ARRAY = ascii("<value><array><data>");
    private static final byte[] ARRAY_END = ascii("</data></array></value>");
    private static final byte[] SOLD = ascii("<value><struct><member><name>outcome</name><value>SOLD</value></member>"
            + "<member><name>ticket</name><value><i4>");
    private static final byte[] SOLD_END = ascii("</i4></value></member>");
    private static final byte[] WORKER = ascii("<member><name>worker</name><value>");
    private static final byte[] REPLAYED = replayed(1);
    private static final byte[] NOT_REPLAYED = replayed(0);
    private static final Outcome[] REASONS = reasons();
    private static final byte[][] REASON_BYTES = bytes(REASONS);

    /** What one answer must not make this hold for the next ones. */
    private static final int BYTES_KEPT = 1 << 16;

    private final Scanner in = new Scanner();

    private static byte[] replayed(int flag) {
        return ascii("</value></member><member><name>replayed</name><value><boolean>" + flag
                + "</boolean></value></member></struct></value>");
    }

    private static Outcome[] reasons() {
        List<Outcome> all = new ArrayList<>(List.of(Outcome.Rejected.values()));
        all.addAll(List.of(Outcome.NotExecuted.values()));
        return all.toArray(new Outcome[0]);
    }

    private static byte[][] bytes(Outcome[] reasons) {
        byte[][] bytes = new byte[reasons.length][];
        for (int i = 0; i < bytes.length; i++) {
            boolean rejected = reasons[i] instanceof Outcome.Rejected;
            bytes[i] = ascii("<value><struct><member><name>outcome</name><value>"
                    + (rejected ? "REJECTED" : "NOT_EXECUTED")
                    + "</value></member><member><name>reason</name><value>" + reasons[i] + "</value></member>");
        }
        return bytes;
    }

    /** Appends what the library would; false, and nothing appended, if there is something that is not usual. Thread-safe. */
    static boolean write(Call call, List<Answer> answers, ByteBuf out) {
        if (answers.isEmpty() || answers.size() != call.parts().size()) {
            return false; // there are parts that are no purchases
        }
        for (Answer answer : answers) {
            if (answer.outcome() instanceof Outcome.Unknown || !Scanner.isPlain(answer.worker())) {
                return false;
            }
        }
        out.writeBytes(BEGIN);
        if (call.multi()) {
            out.writeBytes(ARRAY);
            for (Answer answer : answers) {
                out.writeBytes(ARRAY);
                write(answer, out);
                out.writeBytes(ARRAY_END);
            }
            out.writeBytes(ARRAY_END);
        } else {
            write(answers.get(0), out);
        }
        out.writeBytes(END);
        return true;
    }

    private static void write(Answer answer, ByteBuf out) {
        if (answer.outcome() instanceof Outcome.Sold sold) {
            out.writeBytes(SOLD);
            out.writeCharSequence(Integer.toString(sold.ticket()), StandardCharsets.US_ASCII);
            out.writeBytes(SOLD_END);
        } else {
            out.writeBytes(REASON_BYTES[indexOf(answer.outcome())]);
        }
        out.writeBytes(WORKER);
        out.writeCharSequence(answer.worker(), StandardCharsets.US_ASCII);
        out.writeBytes(answer.replayed() ? REPLAYED : NOT_REPLAYED);
    }

    private static int indexOf(Outcome reason) {
        int i = 0;
        while (REASONS[i] != reason) {
            i++;
        }
        return i;
    }

    /** As many answers as there were purchases, or null if a parser must look at them. */
    @Nullable
    List<Answer> read(ByteBuf body, int purchases) {
        in.begin(body);
        try {
            return read(purchases);
        } finally {
            in.trim(BYTES_KEPT);
        }
    }

    private @Nullable List<Answer> read(int purchases) {
        if (!in.pass(BEGIN)) {
            return null;
        }
        if (purchases == 1) {
            Answer answer = answer();
            return answer != null && in.pass(END) && in.isAtEnd() ? List.of(answer) : null;
        }
        if (!in.pass(ARRAY)) {
            return null;
        }
        List<Answer> answers = new ArrayList<>(purchases);
        for (int i = 0; i < purchases; i++) {
            Answer answer = in.pass(ARRAY) ? answer() : null;
            if (answer == null || !in.pass(ARRAY_END)) {
                return null;
            }
            answers.add(answer);
        }
        return in.pass(ARRAY_END) && in.pass(END) && in.isAtEnd() ? answers : null;
    }

    private @Nullable Answer answer() {
        Outcome outcome = outcome();
        if (outcome == null || !in.pass(WORKER)) {
            return null;
        }
        String worker = in.text();
        if (worker == null) {
            return null;
        }
        boolean replayed = in.pass(REPLAYED);
        return replayed || in.pass(NOT_REPLAYED) ? new Answer(outcome, worker, replayed) : null;
    }

    private @Nullable Outcome outcome() {
        if (in.pass(SOLD)) {
            Integer ticket = in.number();
            return ticket != null && ticket > 0 && in.pass(SOLD_END) ? new Outcome.Sold(ticket) : null;
        }
        for (int i = 0; i < REASONS.length; i++) {
            if (in.pass(REASON_BYTES[i])) {
                return REASONS[i];
            }
        }
        return null;
    }
}
