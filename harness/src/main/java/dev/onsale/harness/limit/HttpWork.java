package dev.onsale.harness.limit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * HTTP with nothing behind it: requests and answers of the very bytes of a purchase, and a server of one event loop, as the direct
 * architecture has, that reads the requests' heads and bodies and looks at none of them.
 */
final class HttpWork implements Work {
    private final StaticHttp server;
    private final ClosedLoop loop;

    HttpWork(PurchaseBytes bytes, int connections) throws IOException {
        server = new StaticHttp(bytes);
        loop = new ClosedLoop(server.address(), connections, 1, new Exchange(bytes), socket -> {});
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        return loop.run(length);
    }

    @Override
    public void close() throws IOException {
        loop.close();
        server.close();
    }

    private static final class Exchange implements ClosedLoop.Protocol {
        private final byte[] request;
        private final int answerBytes;

        Exchange(PurchaseBytes bytes) {
            this.request = bytes.request();
            this.answerBytes = bytes.answer().length;
        }

        @Override
        public void ask(ByteBuffer out) {
            out.put(request);
        }

        @Override
        public int answers(ByteBuffer in) {
            int count = in.remaining() / answerBytes;
            in.position(in.position() + count * answerBytes);
            return count;
        }
    }
}
