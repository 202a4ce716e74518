package dev.onsale.xmlrpc;

import java.time.Duration;

/**
 * What a server puts up with.
 *
 * @param connections open at a time; one more is told so and closed
 * @param headBytes of a request's first line, and of its headers
 * @param bodyBytes of a request
 * @param bufferedBytes of bodies, all requests together that arrive or are not answered, of which large ones get three quarters; and as much
 *     again of answers that clients do not read
 * @param depth of elements within each other
 * @param multicall calls in one {@code system.multicall}
 * @param inFlight purchases handed to the service and not answered
 * @param underWay requests that are not answered, all connections together, before each is held to its share
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
        int underWay,
        Duration request,
        Duration idle) {
    /** Up to here a body is small: some room is kept for such. */
    static final int SMALL_BODY = 16 << 10;

    /** The most purchases in one request, and what our client keeps to. */
    static final int MULTICALL = 1000;

    private static final int LEAST_READ = 4096;
    private static final int MOST_READ = 1 << 16;

    /** An eighth of the memory: reading a body takes several times its size. Bodies lie outside the heap, but the JVM allows no more there. */
    private static final int BUFFERED =
            (int) Math.min(128 << 20, Math.max(8 << 20, Runtime.getRuntime().maxMemory() / 8));

    /** Two mebibytes hold a full multicall even when each byte of each id has to be escaped. */
    static final Limits DEFAULT = new Limits(
            4096, 8192, 2 << 20, BUFFERED, 64, MULTICALL, 65_536, 4096, Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** Bytes read from a connection at a time: a piece of a request holds on to all that came with it. */
    int mostRead() {
        return Math.max(LEAST_READ, Math.min(MOST_READ, 4 * (bufferedBytes / connections)));
    }
}
