package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.xmlrpc.XmlRpcTransport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NGINX as the single entry point. */
@Needs(External.NGINX)
final class NginxIT {
    private static final Sale SALE = new Sale("nginx-sale", Model.UNNUMBERED, 1000);
    private static final int WORKERS = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void workersBehindItSell() throws Exception {
        AtomicInteger sold = new AtomicInteger();
        try (EntryPoint entry = provision();
                Route route = entry.open(SALE);
                // Two of four: a sale may have fewer workers than the deployment has ports.
                ServerHandle first = new XmlRpcTransport().serve(shop(sold), route.worker(0));
                ServerHandle second = new XmlRpcTransport().serve(shop(sold), route.worker(1));
                TicketClient client = new XmlRpcTransport().connect(route.clients(), ClientOptions.DEFAULT)) {
            for (int i = 0; i < 200; i++) {
                assertThat(buy(client, 1)).hasOnlyElementsOfType(Outcome.Sold.class);
            }
            assertThat(buy(client, 1000)).hasSize(1000).hasOnlyElementsOfType(Outcome.Sold.class);
            assertThat(first.counters().get("requests")).isPositive();
            assertThat(second.counters().get("requests")).isPositive();
        }
        assertThat(sold).hasValue(1200);
    }

    /** Otherwise a client would send NGINX many requests at a time, which it passes on one after the other. */
    @Test
    void doesNotPassOnHowManyRequestsAWorkerTakesAtATime() throws Exception {
        try (EntryPoint entry = provision();
                Route route = entry.open(SALE);
                ServerHandle worker = new XmlRpcTransport().serve(shop(new AtomicInteger()), route.worker(0))) {
            assertThat(connectionOption(worker.uri())).isEqualTo("onsale-pipeline-64");
            assertThat(connectionOption(route.clients())).isEqualTo("keep-alive");
        }
    }

    private static String connectionOption(URI uri) throws IOException {
        HttpURLConnection greeting =
                (HttpURLConnection) URI.create("http://" + uri.getHost() + ":" + uri.getPort() + "/")
                        .toURL()
                        .openConnection();
        assertThat(greeting.getResponseCode()).isEqualTo(200);
        return greeting.getHeaderField("Connection");
    }

    /** Each POST that reached a worker reached one worker, once, whether the connection was new or kept. */
    @Test
    void aPostIsNeverSentAgain() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        try (EntryPoint entry = provision();
                Route route = entry.open(SALE);
                ServerSocket first = hangUpAt(route.worker(0).getPort(), posts);
                ServerSocket second = hangUpAt(route.worker(1).getPort(), posts);
                TicketClient client = new XmlRpcTransport().connect(route.clients(), ClientOptions.DEFAULT)) {
            for (int i = 0; i < 20; i++) {
                int before = posts.get();
                assertThat(buy(client, 1)).hasOnlyElementsOfType(Outcome.Unknown.class);
                assertThat(posts.get() - before).isLessThanOrEqualTo(1);
            }
            assertThat(posts).hasPositiveValue();
            assertThat(first.isBound() && second.isBound()).isTrue();
        }
    }

    private EntryPoint provision() throws IOException {
        return new XmlRpcTransport()
                .provision(new Deployment(
                        "nginx-test", Map.of("balancer", "nginx"), WORKERS, directory, Servers.processes()));
    }

    private static TicketService shop(AtomicInteger sold) {
        return purchases -> CompletableFuture.completedFuture(purchases.stream()
                .map(purchase -> new Answer(new Outcome.Sold(sold.incrementAndGet()), "w", false))
                .collect(Collectors.toList()));
    }

    private static List<Outcome> buy(TicketClient client, int count) throws Exception {
        List<Purchase> purchases = IntStream.range(0, count)
                .mapToObj(i -> Purchase.any("c", "r" + i))
                .collect(Collectors.toList());
        return client.buy(purchases).toCompletableFuture().get(20, TimeUnit.SECONDS).stream()
                .map(Answer::outcome)
                .collect(Collectors.toList());
    }

    /** A worker that reads a request, and closes without a word. */
    private static ServerSocket hangUpAt(int port, AtomicInteger posts) throws IOException {
        ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[65_536];
            try {
                while (true) {
                    try (Socket socket = listening.accept()) {
                        if (socket.getInputStream().read(buffer) > 0) {
                            posts.incrementAndGet();
                        }
                    }
                }
            } catch (IOException closed) {
                // The end of the test.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return listening;
    }
}
