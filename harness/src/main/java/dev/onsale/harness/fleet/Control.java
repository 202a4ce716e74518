package dev.onsale.harness.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What harness and worker say to each other over the worker's standard streams: one JSON line each way, a reply for each order. */
final class Control {
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Control() {}

    /** An order to a worker: exactly one part is there. */
    record Order(@Nullable Open open, @Nullable Close close) {}

    /**
     * Join this sale and serve it.
     *
     * @param redis the store's address with its credentials, which is why it travels here and not on the command line; empty for none
     * @param serve where to serve
     * @param serviceMillis what to spend on each purchase beside deciding it
     */
    record Open(
            String sale, Model model, int capacity, String strategy, String redis, URI serve, double serviceMillis) {
        Sale asSale() {
            return new Sale(sale, model, capacity);
        }
    }

    /** Leave the sale that is being served. */
    record Close() {}

    /** A worker's reply: exactly one part is there. */
    record Reply(
            @Nullable Opened opened,
            @Nullable Closed closed,
            @Nullable Failed failed) {}

    /** The sale is being served, there. */
    record Opened(URI uri) {}

    /** The sale is not served any more; what the worker did for it, by name. */
    record Closed(Map<String, Long> counters) {}

    /** The order was not carried out. */
    record Failed(String reason) {}

    static String line(Object message) {
        return JSON.writeValueAsString(message);
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException the line is not one of this kind
     */
    static <T> T parse(String line, Class<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a control line: " + e.getOriginalMessage(), e);
        }
    }
}
