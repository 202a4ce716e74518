package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls of one session that wait for their reply, and whose reply is whose. Thread-safe. */
final class PendingCalls {
    private final Map<Long, Call> calls = new ConcurrentHashMap<>();
    private final ClientCounters counters;

    PendingCalls(ClientCounters counters) {
        this.counters = counters;
    }

    void add(Call call) {
        calls.put(call.correlation(), call);
    }

    /** How many wait. */
    int size() {
        return calls.size();
    }

    /** Takes out the call of this number; null when it does not wait any more, or never did. */
    @Nullable
    Call take(long correlation) {
        return calls.remove(correlation);
    }

    /**
     * Gives up the calls whose time is over.
     *
     * @param why known for all of them; empty when it is not
     */
    void expire(long nowNanos, String why) {
        calls.values().removeIf(call -> {
            boolean overdue = call.isOverdue(nowNanos);
            if (overdue) {
                call.expire(why);
            }
            return overdue;
        });
    }

    /** Gives up all of them. */
    void giveUp(String cause) {
        calls.values().forEach(call -> call.giveUp(Outcome.NotExecuted.UNAVAILABLE, cause));
        calls.clear();
    }

    /** Answers the calls that a reply, or gathered replies, are for. */
    void replied(AMQP.BasicProperties properties, byte[] bytes) {
        Map<String, Object> headers = ReplyHeaders.in(properties);
        String body = new String(bytes, StandardCharsets.UTF_8);
        String worker = ReplyHeaders.text(headers, ReplyHeaders.WORKER);
        String replayed = ReplyHeaders.replayed(headers);
        if (headers.containsKey(ReplyGatherer.CORRELATIONS)) {
            GatheredReply.read(body, worker, ReplyHeaders.text(headers, ReplyGatherer.CORRELATIONS), replayed)
                    .forEach(part -> replied(part.correlation(), part.reply()));
        } else {
            replied(number(properties.getCorrelationId()), new ReplyLines.Reply(body, worker, replayed));
        }
    }

    private void replied(long correlation, ReplyLines.@Nullable Reply reply) {
        Call call = take(correlation);
        if (call == null) {
            counters.lateReplies.increment();
            return;
        }
        Optional<List<Answer>> answers = reply == null ? Optional.empty() : ReplyLines.read(reply, call.purchases());
        answers.ifPresentOrElse(call::answer, () -> {
            counters.mismatchedReplies.increment();
            call.answerAll(new Outcome.Unknown("the reply is not one to these purchases"));
        });
    }

    /** The number in a correlation id; 0, which no call has, when there is none. */
    static long number(@Nullable String correlationId) {
        try {
            return correlationId == null ? 0 : Long.parseLong(correlationId);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
