package dev.onsale.harness.limit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** One byte there and one back over loopback, between two threads that do nothing else. */
final class RoundTrip implements Work {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket socket;

    RoundTrip() throws IOException {
        Thread echo = new Thread(this::echo, "limits-echo");
        echo.setDaemon(true);
        echo.start();
        socket = new Socket(server.getInetAddress(), server.getLocalPort());
        socket.setTcpNoDelay(true);
    }

    private void echo() {
        try (Socket other = server.accept()) {
            other.setTcpNoDelay(true);
            for (int b = other.getInputStream().read();
                    b >= 0;
                    b = other.getInputStream().read()) {
                other.getOutputStream().write(b);
            }
        } catch (IOException closed) {
            // The one end that there is to this conversation.
        }
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        Histogram latency = new Histogram(3);
        long begin = System.nanoTime();
        long now = begin;
        while (now - begin < length.toNanos()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while measuring");
            }
            long asked = now;
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the loopback connection was closed while it was measured");
            }
            now = System.nanoTime();
            latency.recordValue(now - asked);
        }
        return Done.within(now - begin, latency);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.close();
    }
}
