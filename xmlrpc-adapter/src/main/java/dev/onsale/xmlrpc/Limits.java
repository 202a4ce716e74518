package dev.onsale.xmlrpc;

import java.time.Duration;

/**
 * What a server puts up with.
 *
 * @param connections open at a time; one more is told so and closed
 * @param headBytes of a request's first line, and of its headers
 * @param bodyBytes of a request
 * @param bufferedBytes of bodies, all requests together that arrive or are not answered
 * @param depth of elements within each other
 * @param multicall calls in one {@code system.multicall}
 * @param inFlight purchases handed to the service and not answered
 * @param request from the first byte of a request to its last; also how long a client may leave an answer unread
 * @param idle between requests
 */
record Limits(
        int connections,
        int headBytes,
        int bodyBytes,
        int bufferedBytes,
        int depth,
        int multicall,
        int inFlight,
        Duration request,
        Duration idle) {
    /** The most purchases in one request, and what our client keeps to. */
    static final int MULTICALL = 1000;

    /** Two mebibytes hold a full multicall even when each byte of each id has to be escaped. */
    static final Limits DEFAULT = new Limits(
            4096, 8192, 2 << 20, 128 << 20, 64, MULTICALL, 65_536, Duration.ofSeconds(10), Duration.ofSeconds(60));
}
