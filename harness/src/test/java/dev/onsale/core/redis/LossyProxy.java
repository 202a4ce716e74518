package dev.onsale.core.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy that hands on what is asked, and can be told to cut the connection before or after a command, or to refuse any. */
public final class LossyProxy implements AutoCloseable {
    private final URI server;
    private final ServerSocket listening;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger swallowed = new AtomicInteger();
    private volatile String victim = "";
    private volatile boolean before;
    private volatile boolean refusing;

    public LossyProxy(URI server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + listening.getLocalPort());
    }

    /** From now on the replies to commands with this word are lost, and the connection with them. */
    void loseRepliesTo(String word) {
        before = false;
        victim = word;
    }

    /** From now on commands with this word do not arrive, and their connection is lost. */
    public void lose(String word) {
        before = true;
        victim = word;
    }

    /** Cuts all connections, and each new one at once. */
    void refuse() throws IOException {
        refusing = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** From now on everything passes. */
    public void heal() {
        victim = "";
        refusing = false;
    }

    /** How many replies were lost. */
    int lost() {
        return swallowed.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            if (refusing) {
                client.close();
                continue;
            }
            Socket upstream = new Socket(server.getHost(), server.getPort());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(upstream);
            boolean[] cut = {false};
            start("there", () -> pump(client, upstream, cut, true));
            start("back", () -> pump(upstream, client, cut, false));
        }
    }

    private void pump(Socket from, Socket to, boolean[] cut, boolean asking) throws IOException {
        byte[] bytes = new byte[1 << 16];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            synchronized (cut) {
                if (asking && isVictim(new String(bytes, 0, n, StandardCharsets.ISO_8859_1))) {
                    cut[0] = true;
                }
                if (cut[0] && (before || !asking)) {
                    swallowed.incrementAndGet();
                    from.close();
                    to.close();
                    return;
                }
            }
            out.write(bytes, 0, n);
        }
        to.close();
    }

    private boolean isVictim(String asked) {
        return !victim.isEmpty() && asked.contains("\r\n" + victim + "\r\n");
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the connection is gone, and its thread with it
                    }
                },
                "lossy-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
