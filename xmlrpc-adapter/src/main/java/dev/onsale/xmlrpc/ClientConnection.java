package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection to a server, with one request at a time. Of the event loop, all of it. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final int HEAD_BYTES = 8192;

    private final HttpPool pool;
    private final byte[] headTail;
    private @Nullable Channel channel;
    private @Nullable Body body;
    private @Nullable Exchange exchange;
    private int status;
    private boolean interim;
    private boolean keep;
    private long freeSinceNanos;

    ClientConnection(HttpPool pool) {
        this.pool = pool;
        this.headTail = (" HTTP/1.1\r\nHost: " + pool.address() + "\r\nContent-Type: text/xml\r\nContent-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static ChannelHandler decoder() {
        return new HttpResponseDecoder(new HttpDecoderConfig()
                .setMaxInitialLineLength(HEAD_BYTES)
                .setMaxHeaderSize(HEAD_BYTES)
                .setMaxChunkSize(1 << 16));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        body = new Body(ctx.alloc(), pool.responseLimit());
    }

    /** False once the other end is known to have closed. */
    boolean isOpen() {
        return channel().isActive();
    }

    long freeSinceNanos() {
        return freeSinceNanos;
    }

    /** Writes the request, in one piece, unless the connection is known to be dead. */
    void send(Exchange next) {
        if (!isOpen()) {
            next.failTry(NotExecuted.UNAVAILABLE, "the connection had been closed");
            return;
        }
        exchange = next;
        ByteBuf request = next.send(this);
        boolean post = next.method().equals("POST");
        ByteBuf out = channel().alloc().ioBuffer(headTail.length + 32 + request.readableBytes());
        out.writeCharSequence(post ? "POST /RPC2" : next.method() + " /", StandardCharsets.US_ASCII);
        out.writeBytes(headTail);
        out.writeCharSequence(request.readableBytes() + "\r\n\r\n", StandardCharsets.US_ASCII);
        out.writeBytes(request);
        request.release();
        channel().writeAndFlush(out).addListener(written -> {
            if (!written.isSuccess()) {
                abort("the connection broke");
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (exchange == null) { // bytes that nobody asked for
            ReferenceCountUtil.release(message);
            close();
            return;
        }
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            status =
                    response.decoderResult().isFailure() ? 0 : response.status().code();
            keep = HttpUtil.isKeepAlive(response);
        }
        if (message instanceof HttpContent content) {
            collect(content);
        } else if (status == 0) {
            abort("the answer is not HTTP/1.1");
        }
    }

    private void collect(HttpContent content) {
        boolean broken = content.decoderResult().isFailure();
        if (!body().add(content.content())) {
            abort("the answer is longer than " + pool.responseLimit() + " bytes");
        } else if (broken) {
            abort("the answer is not HTTP/1.1");
        } else if (content instanceof LastHttpContent && !interim) {
            answered();
        }
    }

    private void answered() {
        Exchange answered = exchange;
        ByteBuf response = body().take();
        exchange = null;
        freeSinceNanos = System.nanoTime();
        try {
            // Before the callback, which may well have the next request.
            if (keep) {
                pool.free(this);
            } else {
                close();
            }
            if (answered != null) {
                answered.endAnswered(status, response);
            }
        } finally {
            response.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abort("the connection was closed before the answer");
        pool.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        abort("the connection broke");
    }

    /** Closes the connection; its request, if it has one, is lost. */
    void abort(String cause) {
        Exchange lost = exchange;
        exchange = null;
        body().clear();
        close();
        if (lost != null) {
            lost.endLost(cause);
        }
    }

    void close() {
        var unused = channel().close();
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    private Body body() {
        if (body == null) {
            throw new IllegalStateException("not connected");
        }
        return body;
    }
}
