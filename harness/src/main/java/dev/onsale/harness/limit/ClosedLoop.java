package dev.onsale.harness.limit;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Connections each of which asks, waits for the answer, and asks again; one thread and one selector for all of them, so that the client
 * takes as little as it can from the server that it shares a machine with.
 */
final class ClosedLoop implements Work {
    /** What is said on the connections. The same for all of them, so an answer must be known by its bytes alone. */
    interface Protocol {
        /** Appends the next question. */
        void ask(ByteBuffer out);

        /** What one question comes to. */
        default int operations() {
            return 1;
        }

        /**
         * Takes whole answers out, and leaves what has arrived in part.
         *
         * @return how many
         * @throws IOException an answer is not what it should be
         */
        int answers(ByteBuffer in) throws IOException;
    }

    /** What a new connection says before the first question, such as who it is. */
    interface Greeting {
        void greet(Socket socket) throws IOException;
    }

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Protocol protocol;
    private final int depth;
    private final Selector selector;
    private final List<Line> lines = new ArrayList<>();

    /** @param depth questions that a connection sends at once, before it waits for all their answers */
    ClosedLoop(InetSocketAddress server, int connections, int depth, Protocol protocol, Greeting greeting)
            throws IOException {
        this.protocol = protocol;
        this.depth = depth;
        this.selector = Selector.open();
        try {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(server);
                lines.add(new Line(channel));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                greeting.greet(channel.socket());
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, lines.get(i));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        Histogram latency = new Histogram(3);
        long begin = System.nanoTime();
        long last = begin;
        for (Line line : lines) {
            line.ask();
        }
        int busy = lines.size();
        while (busy > 0) {
            int ready = selector.select(PATIENCE_MILLIS);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while measuring");
            }
            if (ready == 0) {
                throw new IOException(
                        "a server did not answer within " + TimeUnit.MILLISECONDS.toSeconds(PATIENCE_MILLIS) + " s");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Line line = (Line) key.attachment();
                if (line.goOn(key)) {
                    last = System.nanoTime();
                    latency.recordValueWithCount(last - line.askedNanos, (long) depth * protocol.operations());
                    if (last - begin < length.toNanos()) {
                        line.ask();
                    } else {
                        busy--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return Done.within(last - begin, latency);
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (Line line : lines) {
            line.channel.close();
        }
    }

    private final class Line {
        private final SocketChannel channel;
        private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private int unanswered;
        private long askedNanos;

        Line(SocketChannel channel) {
            this.channel = channel;
        }

        void ask() throws IOException {
            out.clear();
            for (int i = 0; i < depth; i++) {
                protocol.ask(out);
            }
            out.flip();
            unanswered = depth;
            askedNanos = System.nanoTime();
            channel.write(out);
            if (out.hasRemaining()) {
                channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }

        /** Writes and reads what can be; whether the last answer has come. */
        boolean goOn(SelectionKey key) throws IOException {
            if (key.isWritable()) {
                channel.write(out);
                if (!out.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
            if (!key.isReadable()) {
                return false;
            }
            if (channel.read(in) < 0) {
                throw new EOFException("a server closed the connection while it was measured");
            }
            in.flip();
            unanswered -= protocol.answers(in);
            in.compact();
            return unanswered == 0;
        }
    }
}
