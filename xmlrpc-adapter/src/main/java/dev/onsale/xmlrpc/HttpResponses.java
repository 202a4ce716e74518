package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** The bytes of HTTP/1.1 responses. */
final class HttpResponses {
    private static final byte[] XML =
            ascii("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: ");
    private static final ByteBuf CONTINUE =
            Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ascii("HTTP/1.1 100 Continue\r\n\r\n")));

    /** The connection option by which a server tells how many requests it takes at a time, and answers in their order; a number follows. */
    static final String PIPELINE = "onsale-pipeline-";

    private HttpResponses() {}

    /** What the connection header of a response says. */
    enum Keep {
        /** Nothing: HTTP/1.1 keeps a connection open by itself. */
        OPEN("\r\n\r\n"),
        /** That it stays open, as an HTTP/1.0 client asked. */
        OPEN_SAYING_SO("\r\nConnection: keep-alive\r\n\r\n"),
        /** That it takes several requests at a time: of this connection alone, so a proxy between the two does not pass it on. */
        OPEN_FOR_MANY("\r\nConnection: " + PIPELINE + ServerConnection.PIPELINE + "\r\n\r\n"),
        CLOSE("\r\nConnection: close\r\n\r\n");

        private final String tail;

        Keep(String tail) {
            this.tail = tail;
        }
    }

    /** Status 200 with this body, which is taken over. One buffer, so that one write sends it. */
    static ByteBuf xml(ByteBufAllocator allocator, ByteBuf body, Keep keep) {
        int length = body.readableBytes();
        ByteBuf out = allocator.ioBuffer(XML.length + 16 + keep.tail.length() + length);
        out.writeBytes(XML);
        out.writeCharSequence(Integer.toString(length), StandardCharsets.US_ASCII);
        out.writeCharSequence(keep.tail, StandardCharsets.US_ASCII);
        out.writeBytes(body);
        body.release();
        return out;
    }

    /** Another response, with a sentence. */
    static ByteBuf plain(
            ByteBufAllocator allocator, HttpResponseStatus status, String sentence, Keep keep, boolean withBody) {
        ByteBuf body = ByteBufUtil.writeUtf8(allocator, sentence + "\n");
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.readableBytes() + (status.code() == 405 ? "\r\nAllow: POST" : "");
        ByteBuf out = allocator.ioBuffer(head.length() + keep.tail.length() + body.readableBytes());
        out.writeCharSequence(head, StandardCharsets.US_ASCII);
        out.writeCharSequence(keep.tail, StandardCharsets.US_ASCII);
        if (withBody) {
            out.writeBytes(body);
        }
        body.release();
        return out;
    }

    /** The interim response that a client waits for before it sends a large body. */
    static ByteBuf goOn() {
        return CONTINUE.duplicate();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
