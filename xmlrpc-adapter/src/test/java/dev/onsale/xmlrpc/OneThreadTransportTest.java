package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.TicketServiceContract;
import dev.onsale.xmlrpc.XmlRpcTransportTest.ServerLink;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server on a thread that is not its own: which outlives it. */
final class OneThreadTransportTest extends TicketServiceContract {
    private static final URI ANYWHERE = URI.create("xmlrpc://127.0.0.1:0");

    private final EventLoop thread = Loops.start("shared");

    @AfterEach
    void stop() {
        Loops.stop(thread);
    }

    @Override
    protected Link open(TicketService service, ClientOptions options) throws Exception {
        TicketServer server = TicketServer.start(service, ANYWHERE, Limits.DEFAULT, thread, () -> {});
        return new ServerLink(server, new XmlRpcTransport().connect(server.uri(), options));
    }

    @Test
    void purchasesAreHandedOverOnTheThreadWhichOutlivesTheServer() throws Exception {
        CompletableFuture<Boolean> onThread = new CompletableFuture<>();
        TicketService service = purchases -> {
            onThread.complete(thread.inEventLoop());
            return CompletableFuture.completedFuture(List.of(new Answer(new Outcome.Sold(1), "w", false)));
        };
        ServerHandle server = new XmlRpcTransport().serve(service, ANYWHERE, thread);
        try (TicketClient client = new XmlRpcTransport().connect(server.uri(), ClientOptions.DEFAULT)) {
            client.buy(List.of(Purchase.any("c", "r"))).toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(onThread.get(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.close();
        }
        assertThat(thread.isShuttingDown()).isFalse();
        assertThat(Loops.call(thread, () -> "alive")).isEqualTo("alive");
    }
}
