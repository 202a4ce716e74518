package dev.onsale.xmlrpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are started later: outside the range from which the system gives a port to each outgoing connection, so that none is
 * taken by chance in the meantime.
 */
final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int LAST = 65_535;
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private FreePorts() {}

    /**
     * So many, all different, and free now.
     *
     * @throws IOException there are not so many
     */
    static List<Address> onLoopback(int count) throws IOException {
        return onLoopback(count, ephemeral());
    }

    /** @param taken the first and the last port that the system gives away */
    static List<Address> onLoopback(int count, int[] taken) throws IOException {
        List<Address> ports = new ArrayList<>();
        int size = LAST - FIRST + 1;
        int start = ThreadLocalRandom.current().nextInt(size); // another run's search begins elsewhere
        for (int i = 0; i < size && ports.size() < count; i++) {
            int port = FIRST + (start + i) % size;
            if ((port < taken[0] || port > taken[1]) && isFree(port)) {
                ports.add(new Address("127.0.0.1", port));
            }
        }
        if (ports.size() < count) {
            throw new IOException("there are not " + count + " free ports outside " + taken[0] + ".." + taken[1]
                    + ", from which the system takes those of outgoing connections");
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** What the system says, or else what the numbers' registry recommends. */
    private static int[] ephemeral() {
        try {
            Scanner range = new Scanner(Files.readAllLines(EPHEMERAL).get(0));
            return new int[] {range.nextInt(), range.nextInt()};
        } catch (IOException | RuntimeException e) {
            return new int[] {49_152, LAST};
        }
    }
}
