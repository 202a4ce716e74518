package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class CorkedSocketTest {
    @Test
    void holdsBackUntilUncorked() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CorkedSocket near = new CorkedSocket()) {
            near.connect(listener.getLocalSocketAddress());
            try (Socket far = listener.accept()) {
                OutputStream out = near.getOutputStream();
                InputStream in = far.getInputStream();
                out.write(1);
                out.flush();
                assertThat(in.read()).isEqualTo(1);
                near.cork();
                out.write(2);
                out.flush();
                out.write(new byte[] {3, 4}, 0, 2);
                out.flush();
                far.setSoTimeout(50);
                assertThat(readOrTimeout(in)).isEqualTo("timeout");
                near.uncork();
                assertThat(in.readNBytes(3)).containsExactly(2, 3, 4);
                out.write(5);
                out.flush();
                assertThat(in.read()).isEqualTo(5);
            }
        }
    }

    @Test
    void whatDoesNotFitGoesInItsOrder() throws Exception {
        byte[] sent = new byte[400_000];
        new Random(1).nextBytes(sent);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CorkedSocket near = new CorkedSocket()) {
            near.connect(listener.getLocalSocketAddress());
            try (Socket far = listener.accept()) {
                CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> read(far, sent.length));
                near.cork();
                int[] sizes = {10, 60_000, 10_000, 100_000, 1, 64 * 1024, 64 * 1024 - 1};
                int from = 0;
                OutputStream out = near.getOutputStream();
                for (int size : sizes) {
                    out.write(sent, from, size);
                    from += size;
                }
                out.write(sent, from, sent.length - from - 1);
                out.write(sent[sent.length - 1]);
                near.uncork();
                assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(sent);
            }
        }
    }

    @Test
    void tellsWhenAllThatHasArrivedWasRead() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CorkedSocket near = new CorkedSocket()) {
            near.connect(listener.getLocalSocketAddress());
            try (Socket far = listener.accept()) {
                AtomicInteger told = new AtomicInteger();
                near.whenReadOut(told::incrementAndGet);
                InputStream in = near.getInputStream();
                far.getOutputStream().write(new byte[10]);
                Awaitility.await().until(() -> in.available() == 10);
                byte[] bytes = new byte[4];
                assertThat(in.read(bytes, 0, 4)).isEqualTo(4);
                assertThat(in.read(bytes, 0, 4)).isEqualTo(4);
                assertThat(in.read(bytes, 0, 4)).isEqualTo(2);
                assertThat(told).hasValue(0);
                near.whenReadOut(() -> {
                    told.incrementAndGet();
                    write(far);
                });
                assertThat(in.read(bytes, 0, 4)).isEqualTo(1);
                assertThat(told).hasValue(1);
            }
        }
    }

    private static void write(Socket to) {
        try {
            to.getOutputStream().write(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Socket from, int length) {
        try {
            return from.getInputStream().readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readOrTimeout(InputStream in) throws IOException {
        try {
            return "read " + in.read();
        } catch (SocketTimeoutException e) {
            return "timeout";
        }
    }
}
