package dev.onsale.harness.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports for servers of ours. They lie below the range from which systems pick ports for outgoing connections: while a server is down
 * for a restart, a client that keeps trying could otherwise be given the very port, and connect to itself.
 */
public final class Ports {
    private static final int FROM = 20_000;
    private static final int BELOW = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    /** A loopback port that was free a moment ago. Another process may still be faster, so whoever starts a server tries again. */
    public static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FROM, BELOW);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // On to the next one.
            }
        }
        throw new IllegalStateException("no free port between " + FROM + " and " + BELOW + " in " + TRIES + " tries");
    }
}
