package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import java.util.Map;
import java.util.Objects;

/**
 * The headers of a reply, which must fit into one frame, and the smallest that a client may have asked for has 4,096 bytes. So the flags
 * of many lines go four to a hexadecimal digit, the first one its highest bit, in a header of another name.
 */
final class ReplyHeaders {
    static final String WORKER = "worker";
    static final String REPLAYED = "replayed";
    static final String REPLAYED_HEX = "replayed-hex";

    /** What the flags and correlation ids of a message may need: the rest of the smallest frame is for a worker's name and the like. */
    static final int MAX_CHARS = 3_000;

    private static final int MAX_WORKER_CHARS = 100;

    private ReplyHeaders() {}

    /** For a reply to one order. */
    static Map<String, Object> of(ReplyLines.Reply reply) {
        boolean few = reply.replayed().length() <= MAX_CHARS;
        return Map.of(
                WORKER,
                worker(reply.worker()),
                few ? REPLAYED : REPLAYED_HEX,
                few ? reply.replayed() : toHex(reply.replayed()));
    }

    /** A name as long as there is room for. */
    static String worker(String name) {
        return name.length() <= MAX_WORKER_CHARS ? name : name.substring(0, MAX_WORKER_CHARS);
    }

    /** The flags in a reply, '0' or '1' for each line, and perhaps some more. */
    static String replayed(Map<String, Object> headers) {
        String hex = text(headers, REPLAYED_HEX);
        return hex.isEmpty() ? text(headers, REPLAYED) : fromHex(hex);
    }

    static String text(Map<String, Object> headers, String name) {
        return Objects.toString(headers.get(name), "");
    }

    static Map<String, Object> in(AMQP.BasicProperties properties) {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }

    static String toHex(String flags) {
        StringBuilder hex = new StringBuilder(flags.length() / 4 + 1);
        for (int i = 0; i < flags.length(); i += 4) {
            int digit = 0;
            for (int bit = i; bit < i + 4; bit++) {
                digit = 2 * digit + (bit < flags.length() && flags.charAt(bit) == '1' ? 1 : 0);
            }
            hex.append(Character.forDigit(digit, 16));
        }
        return hex.toString();
    }

    static String fromHex(String hex) {
        StringBuilder flags = new StringBuilder(4 * hex.length());
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16); // -1, all ones, for what is no digit
            for (int bit = 3; bit >= 0; bit--) {
                flags.append((digit >> bit & 1) == 1 ? '1' : '0');
            }
        }
        return flags.toString();
    }
}
