package dev.onsale.rabbit;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply: a line for each line of the order, in its order: {@code SOLD <request> <ticket>}, {@code REJECTED <request>
 * <reason>}, {@code NOT_EXECUTED <request> <reason>} or {@code UNKNOWN <request>}. The cause of an unknown outcome stays with the worker.
 * Which lines are the outcome of an earlier attempt is in a text of its own, a '0' or '1' for each.
 */
public final class ReplyLines {
    private static final Map<String, Outcome> REJECTED = new HashMap<>();
    private static final Map<String, Outcome> NOT_EXECUTED = new HashMap<>();

    static {
        for (Outcome.Rejected reason : Outcome.Rejected.values()) {
            REJECTED.put(reason.name(), reason);
        }
        for (Outcome.NotExecuted reason : Outcome.NotExecuted.values()) {
            NOT_EXECUTED.put(reason.name(), reason);
        }
    }

    private ReplyLines() {}

    /**
     * A reply as it travels.
     *
     * @param worker the name of the one that answered
     * @param replayed a '0' or '1' for each line of the body
     */
    public record Reply(String body, String worker, String replayed) {}

    /** Writes the reply to an order, whose purchases got these answers. */
    public static Reply write(Order order, List<Answer> answers) {
        StringBuilder body = new StringBuilder(40 * order.size());
        StringBuilder replayed = new StringBuilder(order.size());
        write(order, answers, body, replayed);
        return new Reply(body.toString(), worker(answers), replayed.toString());
    }

    /** Appends the reply to an order: its lines here, its flags there. */
    static void write(Order order, List<Answer> answers, StringBuilder body, StringBuilder replayed) {
        int refusals = 0;
        int answered = 0;
        for (int line = 0; line < order.size(); line++) {
            if (refusals < order.refused().size()
                    && order.refused().get(refusals).index() == line) {
                write(body, order.refused().get(refusals++).request(), Outcome.NotExecuted.MALFORMED);
                replayed.append('0');
            } else {
                Answer answer = answers.get(answered);
                write(body, order.purchases().get(answered++).requestId(), answer.outcome());
                replayed.append(answer.replayed() ? '1' : '0');
            }
        }
    }

    /** The name of the one that gave these answers; empty when nobody had to. */
    static String worker(List<Answer> answers) {
        return answers.isEmpty() ? "" : answers.get(0).worker();
    }

    private static void write(StringBuilder body, String request, Outcome outcome) {
        if (outcome instanceof Outcome.Sold sold) {
            body.append("SOLD ").append(request).append(' ').append(sold.ticket());
        } else if (outcome instanceof Outcome.Rejected reason) {
            body.append("REJECTED ").append(request).append(' ').append(reason.name());
        } else if (outcome instanceof Outcome.NotExecuted reason) {
            body.append("NOT_EXECUTED ").append(request).append(' ').append(reason.name());
        } else {
            body.append("UNKNOWN ").append(request);
        }
        body.append('\n');
    }

    /** Reads the answers to these purchases; nothing when the reply is not exactly one to them. */
    public static Optional<List<Answer>> read(Reply reply, List<Purchase> purchases) {
        String body = reply.body();
        List<Answer> answers = new ArrayList<>(purchases.size());
        int from = 0;
        for (Purchase purchase : purchases) {
            int to = body.indexOf('\n', from);
            Outcome outcome = to < 0 ? null : outcome(body, from, to, purchase.requestId());
            if (outcome == null) {
                return Optional.empty();
            }
            int line = answers.size();
            boolean replayed =
                    line < reply.replayed().length() && reply.replayed().charAt(line) == '1';
            answers.add(new Answer(outcome, reply.worker(), replayed));
            from = to + 1;
        }
        return from == body.length() ? Optional.of(answers) : Optional.empty();
    }

    private static @Nullable Outcome outcome(String body, int from, int to, String request) {
        int kindEnd = body.indexOf(' ', from);
        int requestEnd = kindEnd + 1 + request.length();
        if (kindEnd < 0 || requestEnd > to || !body.startsWith(request, kindEnd + 1)) {
            return null;
        }
        String kind = body.substring(from, kindEnd);
        if (kind.equals("UNKNOWN")) {
            return requestEnd == to ? new Outcome.Unknown("the worker does not know") : null;
        }
        if (requestEnd >= to || body.charAt(requestEnd) != ' ') {
            return null;
        }
        return switch (kind) {
            case "SOLD" -> sold(body, requestEnd + 1, to);
            case "REJECTED" -> REJECTED.get(body.substring(requestEnd + 1, to));
            case "NOT_EXECUTED" -> NOT_EXECUTED.get(body.substring(requestEnd + 1, to));
            default -> null;
        };
    }

    private static @Nullable Outcome sold(String body, int from, int to) {
        try {
            int ticket = Integer.parseInt(body, from, to, 10);
            return ticket > 0 ? new Outcome.Sold(ticket) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
