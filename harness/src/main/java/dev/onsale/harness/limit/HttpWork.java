package dev.onsale.harness.limit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * HTTP with nothing behind it: requests and answers of the very bytes of a purchase, and a server of one event loop, as the direct
 * architecture has, that reads the requests' heads and bodies and looks at none of them.
 */
final class HttpWork implements Work {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("limits-http", true), NioIoHandler.newFactory());
    private final Channel server;
    private final ClosedLoop loop;

    HttpWork(PurchaseBytes bytes, int connections) throws IOException {
        ByteBuf answer = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.answer().length).writeBytes(bytes.answer()));
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpRequestDecoder(), new Static(answer));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        loop = new ClosedLoop(
                (InetSocketAddress) server.localAddress(), connections, 1, new Exchange(bytes), socket -> {});
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        return loop.run(length);
    }

    @Override
    public void close() throws IOException {
        loop.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @ChannelHandler.Sharable
    private static final class Static extends ChannelInboundHandlerAdapter {
        private final ByteBuf answer;

        Static(ByteBuf answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            if (message instanceof LastHttpContent) {
                var unused = ctx.writeAndFlush(answer.duplicate());
            }
        }
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
