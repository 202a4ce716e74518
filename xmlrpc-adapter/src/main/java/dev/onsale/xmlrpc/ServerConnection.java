package dev.onsale.xmlrpc;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.onsale.xmlrpc.HttpResponses.Keep;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a server. Pipelined requests are handed on as they come, and answered in their order. All of it happens on the event
 * loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** Requests under way on one connection, from which on it is not read any more; fewer when many connections have some. */
    static final int PIPELINE = 64;

    /** What the decoder gets at a time when it does not show where a request ends. */
    private static final int PIECE = 1024;

    private final HttpServer server;
    private final SocketChannel channel;
    private final Decoder decoder;
    private final Body body;

    /** What is owed, oldest first. */
    private final ArrayDeque<Slot> owed = new ArrayDeque<>();

    /** The request whose body is arriving. */
    private @Nullable Slot arriving;

    /** Bytes of a body that has arrived in part. */
    private int buffered;

    /** Bytes of the body that is arriving, as its head says; 0 if it does not. */
    private long announced;

    /** Bytes of bodies that are not answered. */
    private int held;

    /** Bytes of answers that were written and have not left, when last looked at. */
    private long unread;

    /** The length of the body of the request that was begun last, if the next request with the same head can do without the decoder; else -1. */
    private long usualLength;

    /** Requests handed over so far. */
    private int handedOver;

    private int handedOverAtLastLook = -1;

    /** Between the first message of a read and the last: one flush at its end is enough. */
    private boolean inBurst;

    /** A flush is due: one for all the answers that come together. */
    private boolean flushing;

    /** Nothing more that arrives is listened to. */
    private boolean deaf;

    /** The last answer has been written. */
    private boolean leaving;

    /** The other end sends no more. It may still read, and then what it asked is answered. */
    private boolean halfClosed;

    /** A request has arrived in part. The decoder takes in a head line by line, so only a request's end says that there is none. */
    private boolean partRead;

    /** When what the connection is doing now began. */
    private long sinceNanos;

    ServerConnection(HttpServer server, SocketChannel channel) {
        this.server = server;
        this.channel = channel;
        this.decoder = new Decoder(server.limits().headBytes());
        this.body = new Body(channel.alloc(), server.limits().bodyBytes());
        this.sinceNanos = server.nowNanos();
    }

    void start() {
        if (server.opened(this)) {
            channel.pipeline().addLast(decoder, this);
        } else {
            server.refused(SERVICE_UNAVAILABLE);
            channel.pipeline().addLast(this);
            leave(channel.write(HttpResponses.plain(
                    channel.alloc(), SERVICE_UNAVAILABLE, "too many connections", Keep.CLOSE, true)));
            server.closeSoon(channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (deaf || !(message instanceof HttpRequest || message instanceof HttpContent)) {
            ReferenceCountUtil.release(message);
            return;
        }
        inBurst = true;
        if (message instanceof HttpRequest request) {
            begin(request);
        }
        if (message instanceof HttpContent content) {
            if (content instanceof LastHttpContent) {
                decoder.ended();
            }
            if (arriving == null) {
                partRead = partRead && !(content instanceof LastHttpContent);
                content.release();
            } else {
                collect(arriving, content);
            }
        }
    }

    private void begin(HttpRequest request) {
        RequestCheck check = RequestCheck.of(request, server.limits().bodyBytes());
        usualLength = check.usualLength(request);
        boolean tells = check.isGreeting() && check.keep() == Keep.OPEN;
        Slot slot = new Slot(tells ? Keep.OPEN_FOR_MANY : check.keep(), check.hasAnswerBody(), check.isLatin1());
        owe(slot);
        if (check.refusal() != null) {
            slot.refuse(check.refusal(), check.sentence());
        } else if (check.isGreeting() && server.isDraining()) {
            slot.refuse(SERVICE_UNAVAILABLE, "this server is leaving");
        } else if (check.isGreeting()) {
            deaf = check.keep() == Keep.CLOSE;
            slot.plain(OK, server.greeting());
        } else {
            arriving = slot;
            announced = HttpUtil.getContentLength(request, 0L);
            if (HttpUtil.is100ContinueExpected(request) && owed.size() == 1) {
                var unused = channel.writeAndFlush(HttpResponses.goOn());
            }
        }
    }

    private void owe(Slot slot) {
        server.asked(owed.isEmpty());
        owed.add(slot);
    }

    private void collect(Slot slot, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            slot.refuse(BAD_REQUEST, "not HTTP/1.1");
            return;
        }
        boolean last = content instanceof LastHttpContent;
        int bytes = content.content().readableBytes();
        if (!body.add(content.content())) {
            slot.refuse(
                    REQUEST_ENTITY_TOO_LARGE,
                    RequestCheck.tooLarge(server.limits().bodyBytes()));
        } else if (!last && !server.buffer(bytes, body.size())) {
            slot.refuse(SERVICE_UNAVAILABLE, "too many large requests at once");
        } else if (last) {
            handOver(slot);
        } else {
            buffered += bytes;
        }
    }

    private void handOver(Slot slot) {
        if (!server.buffer(body.size() - buffered, body.size())) {
            slot.refuse(SERVICE_UNAVAILABLE, "too many large requests at once");
            return;
        }
        slot.bytes = body.size();
        held += slot.bytes;
        buffered = 0;
        arriving = null;
        partRead = false;
        handedOver++;
        deaf = slot.keep == Keep.CLOSE; // what follows "Connection: close" is not a request
        if (deaf && server.hasLeft()) {
            body.clear();
            slot.refuse(SERVICE_UNAVAILABLE, "this server is leaving");
            return;
        }
        server.handle(slot.isLatin1 ? Latin1.toUtf8(body.take()) : body.take(), slot);
    }

    /** A request that came in whole, with the head of the one before. */
    private void requested(ByteBuf whole) {
        inBurst = true;
        Slot slot = new Slot(Keep.OPEN, true, false);
        owe(slot);
        if (body.add(whole)) {
            handOver(slot);
        } else {
            slot.refuse(
                    REQUEST_ENTITY_TOO_LARGE,
                    RequestCheck.tooLarge(server.limits().bodyBytes()));
        }
    }

    private void giveBack() {
        server.buffer(-buffered, 0);
        buffered = 0;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inBurst = false;
        partRead = !deaf && (partRead || decoder.isWithin());
        send();
        adjustReading();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        sinceNanos = server.nowNanos();
        countUnread();
        if (decoder.hasRest()) {
            flushSoon();
        }
        adjustReading();
    }

    /** Who sends without reading the answers is not read either, nor who has its share of requests under way. */
    private void adjustReading() {
        boolean reads = deaf || (!decoder.hasRest() && takesMore());
        if (reads && !channel.config().isAutoRead()) {
            sinceNanos = server.nowNanos(); // that it was not read was not its doing
        }
        channel.config().setAutoRead(reads);
    }

    /** The request that is arriving has its place already. */
    private boolean takesMore() {
        return arriving != null || (channel.isWritable() && (owed.isEmpty() || server.hasShare(owed.size(), held)));
    }

    private void send() {
        channel.flush();
        countUnread();
    }

    private void countUnread() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        long before = unread;
        unread = out == null ? 0 : out.totalPendingWriteBytes();
        if (unread != before) {
            server.unread(unread - before);
        }
    }

    /** Bytes of answers that the other end has not read, as far as this machine knows. */
    long unreadBytes() {
        return unread;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        giveBack();
        body.clear();
        arriving = null;
        deaf = true;
        decoder.drop();
        countUnread();
        for (Slot slot : owed) {
            slot.drop();
        }
        server.answered(owed.size(), !owed.isEmpty());
        owed.clear();
        server.closed(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            halfClosed = true;
            if (partRead && !leaving) {
                refuseWhatArrives(BAD_REQUEST, "the request ends in the middle");
            }
            deaf = true;
            if (owed.isEmpty()) {
                leaving = true;
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE); // after all answers
            }
        }
    }

    /** A reset, most often. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection broke", cause);
        abort();
    }

    /** Whether it has asked nothing that is not answered. */
    boolean isIdle() {
        return owed.isEmpty() && !partRead && !decoder.hasRest();
    }

    /** Whether it has all its answers, and only the other end's close is missing. */
    boolean isLeaving() {
        return leaving;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /**
     * The server leaves: the last answer that is owed says that no more follow, or else the one to the next request. What comes after that
     * request is not executed, as the other end may then conclude.
     */
    void announceLeaving() {
        Slot last = owed.peekLast();
        if (last != null && last.answer == null) {
            last.keep = Keep.CLOSE;
            deaf = deaf || last != arriving;
        }
    }

    /** Hangs up on who has asked nothing since the last look: an answer that is still on its way arrives. */
    void leaveIfIdle() {
        boolean idle = isIdle() && handedOver == handedOverAtLastLook;
        handedOverAtLastLook = handedOver;
        if (idle && !leaving) {
            leave(channel.newSucceededFuture());
        }
    }

    void abort() {
        var unused = channel.close();
        countUnread();
    }

    /** Closes the connection of who is slow to ask, to read or to leave, or has nothing to ask for long. */
    void sweep() {
        countUnread();
        long nanos = server.nowNanos() - sinceNanos;
        boolean slow = leaving || (partRead && channel.config().isAutoRead()) || !channel.isWritable();
        if (slow
                ? nanos <= server.limits().request().toNanos()
                : !owed.isEmpty() || nanos <= server.limits().idle().toNanos()) {
            return;
        }
        if (partRead && !leaving && (owed.isEmpty() || owed.peek() == arriving)) {
            refuseWhatArrives(REQUEST_TIMEOUT, "the request took too long to arrive");
        } else {
            abort();
        }
    }

    private void refuseWhatArrives(HttpResponseStatus status, String sentence) {
        Slot slot = arriving == null ? new Slot(Keep.CLOSE, true, false) : arriving;
        if (arriving == null) {
            owe(slot);
        }
        slot.refuse(status, sentence);
    }

    /** Writes the answers whose turn it is. */
    private void pump() {
        for (Slot slot = owed.peek(); slot != null && slot.answer != null; slot = owed.peek()) {
            owed.remove();
            slot.release();
            server.answered(1, owed.isEmpty());
            if (channel.isWritable()) { // or else the clock runs for the other end, which does not read
                sinceNanos = server.nowNanos();
            }
            var written = channel.write(slot.answer);
            if (slot.keep == Keep.CLOSE || (halfClosed && owed.isEmpty())) {
                leave(written);
                return;
            }
        }
        if (!inBurst) {
            flushSoon();
        }
    }

    /** Sends what was written, and goes on with what has been read and had to wait. */
    void flush() {
        flushing = false;
        send();
        decoder.readRest();
        if (inBurst) {
            inBurst = false;
            flushSoon();
        }
        adjustReading();
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            server.flushSoon(this);
        }
    }

    /**
     * Says no more, and reads on without listening until the other end has read the answer and closes: a close with bytes unread would
     * reset the connection, and the reset can overtake the answer. An end that sends no more has no bytes unread.
     */
    private void leave(ChannelFuture written) {
        deaf = true;
        leaving = true;
        partRead = false;
        arriving = null;
        giveBack();
        body.clear();
        decoder.drop();
        if (channel.pipeline().get(Decoder.class) != null) {
            channel.pipeline().remove(decoder);
        }
        written.addListener(done -> {
            var unused = halfClosed ? channel.close() : channel.shutdownOutput();
        });
        send();
        channel.config().setAutoRead(true);
    }

    /** One request's place in the order of answers. */
    private final class Slot implements Reply {
        private Keep keep;
        private final boolean hasBody;
        private final boolean isLatin1;

        /** Of the request's body, as long as they count. */
        private int bytes;

        private @Nullable ByteBuf answer;

        Slot(Keep keep, boolean hasBody, boolean isLatin1) {
            this.keep = server.isDraining() ? Keep.CLOSE : keep;
            this.hasBody = hasBody;
            this.isLatin1 = isLatin1;
        }

        @Override
        public Object asker() {
            return ServerConnection.this;
        }

        @Override
        public void xml(ByteBuf xml) {
            if (!channel.isActive()) {
                release();
                xml.release();
                return;
            }
            answered(HttpResponses.xml(channel.alloc(), xml, keep));
        }

        @Override
        public void plain(HttpResponseStatus status, String sentence) {
            answered(HttpResponses.plain(channel.alloc(), status, sentence, keep, hasBody));
        }

        /** Nothing more is read from who sent this. */
        void refuse(HttpResponseStatus status, String sentence) {
            server.refused(status);
            keep = Keep.CLOSE;
            arriving = null;
            deaf = true;
            partRead = false;
            plain(status, sentence);
        }

        /** The request's bytes count no longer: until its answer is written, which takes about as many. */
        private void release() {
            server.buffer(-bytes, 0);
            held -= bytes;
            bytes = 0;
        }

        private void answered(ByteBuf response) {
            if (!channel.isActive()) {
                release();
                response.release();
                return;
            }
            answer = response;
            pump();
        }

        void drop() {
            if (answer != null) {
                release();
                answer.release();
                answer = null;
            }
        }
    }

    /**
     * Netty's decoder, which also tells when a request begins to arrive: its first byte starts the clock. It is spared the requests that it
     * would find to be as the last one.
     */
    private final class Decoder extends HttpRequestDecoder {
        private final HeadMemo memo = new HeadMemo(server.limits().bodyBytes(), server.knownHeads());

        /** From the first line of a request to the end of its body: of a head that is not complete it keeps no bytes. */
        private boolean within;

        /** What has been read, and waits until the connection may have more requests under way. */
        private @Nullable ByteBuf rest;

        private @Nullable ChannelHandlerContext context;
        private boolean reading;

        Decoder(int headBytes) {
            super(new HttpDecoderConfig()
                    .setMaxInitialLineLength(headBytes)
                    .setMaxHeaderSize(headBytes)
                    .setMaxChunkSize(1 << 16));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            if (!(message instanceof ByteBuf bytes)) {
                super.channelRead(ctx, message);
                return;
            }
            context = ctx;
            rest = rest == null ? bytes : Unpooled.wrappedBuffer(rest, bytes);
            readOn(ctx);
            if (rest != null) {
                adjustReading(); // now, or else this round of reading goes on
            }
        }

        /** As the decoder does it, which would read on, too, when it has decoded nothing. */
        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            discardSomeReadBytes();
            ctx.fireChannelReadComplete();
        }

        /** Goes on with what had to wait. */
        void readRest() {
            if (rest != null && context != null) {
                try {
                    readOn(context);
                } catch (Exception e) {
                    context.fireExceptionCaught(e);
                }
                partRead = !deaf && (partRead || isWithin());
            }
        }

        private void readOn(ChannelHandlerContext ctx) throws Exception {
            reading = true;
            try {
                while (rest != null && rest.isReadable() && !deaf && takesMore()) {
                    ByteBuf usual = isWithin() ? null : memo.take(rest);
                    if (usual != null) {
                        requested(usual);
                    } else {
                        decode(ctx);
                    }
                }
            } finally {
                reading = false;
            }
            if (rest != null && (deaf || !rest.isReadable())) {
                drop();
            }
        }

        /** Gives the decoder one request, as far as that can be seen: it stops at none. */
        private void decode(ChannelHandlerContext ctx) throws Exception {
            began();
            boolean begins = !isWithin();
            int before = handedOver;
            ByteBuf piece = takePiece(begins);
            if (begins) {
                memo.suggest(piece);
            }
            super.channelRead(ctx, piece);
            if (begins && handedOver == before + 1 && usualLength >= 0 && !isWithin()) {
                memo.learn(usualLength);
            }
        }

        private ByteBuf takePiece(boolean begins) {
            ByteBuf all = Objects.requireNonNull(rest);
            long request = begins ? HeadMemo.lengthOf(all) : arriving == null ? -1 : announced - body.size();
            long most = request > 0 ? request : PIECE;
            if (all.readableBytes() <= most) {
                rest = null;
                return all;
            }
            return all.readRetainedSlice((int) most);
        }

        /** Whether something has been read that waits. */
        boolean hasRest() {
            return rest != null;
        }

        /** Nothing of what has been read is wanted any more. */
        void drop() {
            if (rest != null && !reading) {
                rest.release();
                rest = null;
            }
        }

        private void began() {
            if (!partRead) {
                partRead = true;
                sinceNanos = server.nowNanos();
            }
        }

        @Override
        protected HttpMessage createMessage(String[] initialLine) throws Exception {
            within = true;
            return super.createMessage(initialLine);
        }

        /** Two lengths: who stands before us may have believed the other one. */
        @Override
        protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
            throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
        }

        /** The request that began last has arrived. */
        void ended() {
            within = false;
        }

        /** Whether a part of a request has arrived. */
        boolean isWithin() {
            return within || actualReadableBytes() > 0;
        }
    }
}
