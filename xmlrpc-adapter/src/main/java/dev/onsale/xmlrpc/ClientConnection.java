package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, with as many requests under way as its pool allows; they are answered in their order. Of the event loop, all of
 * it.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final int HEAD_BYTES = 8192;

    private final HttpPool pool;
    private final byte[] headTail;
    private final Decoder decoder;
    private @Nullable Channel channel;
    private @Nullable Body body;

    /** What was sent and is not answered, oldest first. */
    private final ArrayDeque<Exchange> asked = new ArrayDeque<>();

    /** A flush is due: one for all the requests that are sent together. */
    private boolean flushing;

    /** A request has expired here as the oldest, and no answer has come since. */
    private boolean stuck;

    private int status;
    private boolean interim;

    /** The length of the response's body, if nothing but that can differ in the next response with the same head; else -1. */
    private long usualLength;

    private boolean keep;
    private long freeSinceNanos;

    ClientConnection(HttpPool pool) {
        this.pool = pool;
        this.decoder = new Decoder(pool.responseLimit());
        this.headTail = (" HTTP/1.1\r\nHost: " + pool.address() + "\r\nContent-Type: text/xml\r\nContent-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Its pipeline: a decoder, and itself. */
    ChannelHandler[] handlers() {
        return new ChannelHandler[] {decoder, this};
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        freeSinceNanos = System.nanoTime();
        body = new Body(ctx.alloc(), pool.responseLimit());
    }

    /** False once the other end is known to have closed. */
    boolean isOpen() {
        return channel().isActive();
    }

    /** More can go with what is about to leave. */
    boolean isLeaving() {
        return flushing;
    }

    /** Another request can go there beside those under way. */
    boolean takesMore() {
        return isOpen() && !stuck && asked.size() < pool.depth() && (asked.isEmpty() || !pool.isLaden());
    }

    /** Requests sent and not answered. */
    int underWay() {
        return asked.size();
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
        asked.add(next);
        pool.sent(next);
        ByteBuf request = next.send(this);
        boolean post = next.method().equals("POST");
        ByteBuf out = channel().alloc().ioBuffer(headTail.length + 32 + request.readableBytes());
        out.writeCharSequence(post ? "POST /RPC2" : next.method() + " /", StandardCharsets.US_ASCII);
        out.writeBytes(headTail);
        out.writeCharSequence(request.readableBytes() + "\r\n\r\n", StandardCharsets.US_ASCII);
        out.writeBytes(request, request.readerIndex(), request.readableBytes());
        channel().write(out).addListener(written -> {
            if (!written.isSuccess()) {
                abort("the connection broke");
            }
        });
        if (!flushing) {
            flushing = true;
            channel().eventLoop().execute(this::flush);
        }
    }

    /** Sends what was written. */
    private void flush() {
        flushing = false;
        channel().flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (asked.isEmpty()) { // bytes that nobody asked for
            ReferenceCountUtil.release(message);
            close();
            return;
        }
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            status =
                    response.decoderResult().isFailure() ? 0 : response.status().code();
            keep = HttpUtil.isKeepAlive(response);
            noteOption(response.headers().get(HttpHeaderNames.CONNECTION));
            usualLength = keep && status == 200 && !HttpUtil.isTransferEncodingChunked(response)
                    ? HttpUtil.getContentLength(response, -1L)
                    : -1;
        }
        if (message instanceof HttpContent content) {
            collect(content);
        } else if (status == 0) {
            abort("the answer is not HTTP/1.1");
        }
    }

    /** A server that takes several requests at a time says so. */
    private void noteOption(@Nullable String option) {
        if (option != null && option.startsWith(HttpResponses.PIPELINE)) {
            try {
                pool.deepen(Integer.parseInt(option.substring(HttpResponses.PIPELINE.length())));
            } catch (NumberFormatException e) {
                // then it says something else
            }
        }
    }

    private void collect(HttpContent content) {
        boolean broken = content.decoderResult().isFailure();
        if (content instanceof LastHttpContent) {
            decoder.ended();
        }
        if (!body().add(content.content())) {
            abort("the answer is longer than " + pool.responseLimit() + " bytes");
        } else if (broken) {
            abort("the answer is not HTTP/1.1");
        } else if (content instanceof LastHttpContent && !interim) {
            answered(body().take());
        }
    }

    /** An answer has come in whole. */
    private void answered(ByteBuf response) {
        Exchange answered = asked.remove();
        stuck = false;
        pool.done(answered);
        freeSinceNanos = System.nanoTime();
        try {
            // Before the callback, which may well have the next request.
            if (keep) {
                pool.free(this);
            } else {
                closedByServer();
            }
            answered.endAnswered(status, response);
        } finally {
            response.release();
        }
    }

    /**
     * The server has said that this was its last answer here. It must not execute what it got after that request (RFC 9112, section 9.6), so
     * that can be sent elsewhere. Only servers that say how many they take at a time get more than one.
     */
    private void closedByServer() {
        List<Exchange> notExecuted = List.copyOf(asked);
        asked.clear();
        notExecuted.forEach(pool::done);
        if (pool.depth() > 1) {
            pool.avoid();
        }
        close();
        notExecuted.forEach(exchange -> exchange.takeBack("the server closed the connection after an earlier answer"));
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

    /**
     * This one waits no longer; its answer will be passed over when it comes. A connection whose oldest request expires is stuck: it gets no
     * more until an answer comes, and is closed when nobody waits there.
     */
    void expire(Exchange exchange) {
        stuck = stuck || asked.peek() == exchange;
        exchange.endLost("no answer by the deadline");
        if (asked.stream().allMatch(Exchange::isDone)) {
            abort("no answer by the deadline");
        }
    }

    /** Closes the connection; the requests that it has are lost. */
    void abort(String cause) {
        List<Exchange> lost = List.copyOf(asked);
        asked.clear();
        lost.forEach(pool::done);
        body().clear();
        close();
        lost.forEach(exchange -> exchange.endLost(cause));
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

    /** Netty's decoder, spared the responses whose head it would find to be as the last one's. */
    private final class Decoder extends HttpResponseDecoder {
        private final HeadMemo memo;

        /** From the first line of a response to the end of its body: of a head that is not complete it keeps no bytes. */
        private boolean within;

        Decoder(int bodyLimit) {
            super(new HttpDecoderConfig()
                    .setMaxInitialLineLength(HEAD_BYTES)
                    .setMaxHeaderSize(HEAD_BYTES)
                    .setMaxChunkSize(1 << 16));
            this.memo = new HeadMemo(bodyLimit, pool.knownHeads());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            if (!(message instanceof ByteBuf bytes) || isWithin()) {
                super.channelRead(ctx, message);
                return;
            }
            ByteBuf next;
            while (!asked.isEmpty() && (next = memo.take(bytes)) != null) {
                status = 200;
                keep = true;
                answered(next);
            }
            if (bytes.isReadable()) {
                memo.suggest(bytes);
                usualLength = -1;
                super.channelRead(ctx, bytes);
                if (usualLength >= 0 && !isWithin()) {
                    memo.learn(usualLength);
                }
            } else {
                bytes.release();
            }
        }

        @Override
        protected HttpMessage createMessage(String[] initialLine) {
            within = true;
            return super.createMessage(initialLine);
        }

        /** The response that began last has arrived. */
        void ended() {
            within = false;
        }

        private boolean isWithin() {
            return within || actualReadableBytes() > 0;
        }
    }
}
