package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What arrives in one turn of the loop. */
@Timeout(60)
final class XmlRpcServerTest {
    private final EventLoop loop = Loops.start("test");
    private final Shop shop = new Shop("w");
    private final XmlRpcServer server = new XmlRpcServer(loop, TicketMethods.table(1_000), shop, Limits.DEFAULT);
    private final List<String> replies = new ArrayList<>();

    @AfterEach
    void stop() {
        Loops.stop(loop);
    }

    @Test
    void isOneCallOfTheServiceAndEachRequestGetsItsAnswer() {
        Loops.run(loop, () -> {
            for (int i = 0; i < 5; i++) {
                post(Xml.BUY);
            }
            assertThat(shop.batches).isEmpty();
        });
        Loops.run(loop, () -> {
            assertThat(shop.batches).extracting(List::size).containsExactly(5);
            for (int i = 0; i < 5; i++) {
                assertThat(replies.get(i)).contains("<i4>" + (i + 1) + "</i4>");
            }
        });
    }

    @Test
    void isSeveralCallsWhenItIsMuchSoThatNobodyWaitsForTooManyOthers() {
        Loops.run(loop, () -> {
            for (int i = 0; i < 200; i++) {
                post(Xml.BUY);
            }
        });
        Loops.run(loop, () -> {
            assertThat(shop.batches).extracting(List::size).containsExactly(128, 72);
            assertThat(replies).hasSize(200);
            assertThat(replies.get(199)).contains("<i4>200</i4>");
        });
    }

    private void post(String xml) {
        server.handle(Unpooled.copiedBuffer(xml, StandardCharsets.UTF_8), new Reply() {
            @Override
            public Object asker() {
                return this;
            }

            @Override
            public void xml(ByteBuf body) {
                replies.add(body.toString(StandardCharsets.UTF_8));
                body.release();
            }

            @Override
            public void plain(HttpResponseStatus status, String sentence) {
                replies.add(status + " " + sentence);
            }
        });
    }
}
