package dev.onsale.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Passes TCP on to a server until it is told to cut. Thread-safe. */
final class CuttableProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final List<Socket> near = new CopyOnWriteArrayList<>();
    private final List<Socket> far = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;

    CuttableProxy(URI server) throws IOException {
        target = new InetSocketAddress(server.getHost(), server.getPort());
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** The server's address with this proxy in its place. */
    URI inPlaceOf(URI server) {
        return URI.create(server.toString()
                .replaceFirst(Pattern.quote(server.getHost() + ":" + server.getPort()), "127.0.0.1:" + port()));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Closes all connections, on both sides. New ones are welcome. */
    void cut() {
        near.forEach(CuttableProxy::closeQuietly);
        far.forEach(CuttableProxy::closeQuietly);
        near.clear();
        far.clear();
    }

    /** Closes all connections, and each new one at once until {@link #welcome}. */
    void refuse() {
        refusing = true;
        cut();
    }

    /** Takes new connections again. */
    void welcome() {
        refusing = false;
    }

    /** Sends bytes to each client as if the server had; only between two messages of the server does that make sense. */
    void inject(byte... bytes) throws IOException {
        for (Socket client : near) {
            client.getOutputStream().write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        refuse();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket();
                server.connect(target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                near.add(client);
                far.add(server);
                start(() -> copy(client, server));
                start(() -> copy(server, client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            closeQuietly(from); // cut, or closed by either end: both end
        } finally {
            closeQuietly(to);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cuttable-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
