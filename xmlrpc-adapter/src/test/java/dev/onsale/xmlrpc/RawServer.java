package dev.onsale.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads each POST in full, counts it, and then does what it is told to; probes get a 200. */
final class RawServer implements AutoCloseable {
    /** What to do after a POST has been read. */
    interface Behaviour {
        void afterPost(Socket socket) throws IOException;
    }

    static final String SOLD = "<?xml version=\"1.0\"?><methodResponse><params><param><value><struct>"
            + "<member><name>outcome</name><value>SOLD</value></member><member><name>ticket</name><value><int>7</int></value>"
            + "</member><member><name>worker</name><value>raw</value></member><member><name>replayed</name><value>"
            + "<boolean>0</boolean></value></member></struct></value></param></params></methodResponse>";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Behaviour behaviour;
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    RawServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        daemon(() -> {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                daemon(() -> serve(socket));
            }
        });
    }

    static void respond(Socket socket, String status, String body) throws IOException {
        socket.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    Address address() {
        return new Address("127.0.0.1", listening.getLocalPort());
    }

    int posts() {
        return posts.get();
    }

    int connections() {
        return connections.get();
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                head.append((char) b);
                if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                    String lower = head.toString().toLowerCase(Locale.ROOT);
                    int at = lower.indexOf("content-length:");
                    in.readNBytes(Integer.parseInt(
                            lower.substring(at + 15, lower.indexOf('\r', at)).trim()));
                    if (lower.startsWith("post")) {
                        posts.incrementAndGet();
                        behaviour.afterPost(socket);
                    } else {
                        respond(socket, "200 OK", "alive");
                    }
                    head.setLength(0);
                }
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException closed) {
                // Its socket was closed: the end of this thread.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
