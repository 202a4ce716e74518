package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import dev.onsale.core.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replies to many messages of one client, which go to it as one message. To the broker a message is work whatever it holds, so this
 * is about a quarter of what a purchase costs there. Only who asks for it, by the message type {@value #WANTED}, is answered so. {@link GatheredReply}
 * takes it apart.
 */
final class ReplyGatherer {
    /*
     * The body holds the lines of all replies, one reply after the other. The headers hold the worker, and two texts with a word for each
     * reply: its correlation id, and its replayed flags, one for each of its lines. So the flags also say where a reply ends.
     */

    /** The message type of who wants gathered replies. The correlation id must be a decimal number, as it is a word among others here. */
    static final String WANTED = "onsale.gather";

    static final String CORRELATIONS = "correlations";
    private static final int MAX_CORRELATION_DIGITS = 18;
    /** A body of this length takes no more replies. */
    private static final int FULL_CHARS = 64 * 1024;

    private final String worker;
    private final StringBuilder body = new StringBuilder(2_048);
    private final StringBuilder correlations = new StringBuilder(512);
    private final StringBuilder replayed = new StringBuilder(128);
    private int size;

    ReplyGatherer(String worker) {
        this.worker = worker;
    }

    /** Whether the reply to such a message may be gathered. */
    static boolean isWanted(AMQP.BasicProperties properties) {
        return WANTED.equals(properties.getType()) && isDecimal(properties.getCorrelationId());
    }

    private static boolean isDecimal(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > MAX_CORRELATION_DIGITS) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether the reply to so many lines can be gathered at all. */
    static boolean fits(Order order) {
        return order.size() + MAX_CORRELATION_DIGITS <= ReplyHeaders.MAX_CHARS;
    }

    /** Whether this reply, which fits, can go with those that are here. The first one always can. */
    boolean takes(Order order, String ofWorker) {
        int headers = correlations.length() + replayed.length() + MAX_CORRELATION_DIGITS + order.size() + 2;
        return size == 0
                || (headers <= ReplyHeaders.MAX_CHARS && body.length() < FULL_CHARS && worker.equals(ofWorker));
    }

    /** Adds the reply to an order, whose purchases got these answers. */
    void add(String correlationId, Order order, List<Answer> answers) {
        if (size++ > 0) {
            correlations.append(' ');
            replayed.append(' ');
        }
        correlations.append(correlationId);
        ReplyLines.write(order, answers, body, replayed);
    }

    /** Replies that are here. */
    int size() {
        return size;
    }

    /** The headers of the message. */
    Map<String, Object> headers() {
        return Map.of(
                ReplyHeaders.WORKER,
                ReplyHeaders.worker(worker),
                CORRELATIONS,
                correlations.toString(),
                ReplyHeaders.REPLAYED,
                replayed.toString());
    }

    /** The body of the message. */
    byte[] body() {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
