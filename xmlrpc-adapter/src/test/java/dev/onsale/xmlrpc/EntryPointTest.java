package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.ProcessStarter;
import dev.onsale.core.Purchase;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the transport sets up for a deployment, its processes in this one. */
@Timeout(60)
final class EntryPointTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final InProcess processes = new InProcess();

    @ParameterizedTest
    @ValueSource(strings = {"own", "name-server"})
    void oneSaleAfterAnother(String balancer) throws Exception {
        try (EntryPoint entry = provision(Map.of("balancer", balancer))) {
            for (int sale = 0; sale < 2; sale++) {
                Shop shop = new Shop("w");
                try (Route route = entry.open(sale(sale));
                        ServerHandle first = new XmlRpcTransport().serve(shop, route.worker(0));
                        ServerHandle second = new XmlRpcTransport().serve(shop, route.worker(1));
                        TicketClient client = new XmlRpcTransport().connect(route.clients(), ClientOptions.DEFAULT)) {
                    for (int i = 0; i < 10; i++) {
                        buy(client, i);
                    }
                    assertThat(first.counters()).containsEntry("purchases", 5L);
                    assertThat(second.counters()).containsEntry("purchases", 5L);
                    if (balancer.equals("own")) {
                        assertThat(route.counters())
                                .containsEntry("forwarded", 10L)
                                .containsEntry("failed", 0L);
                    }
                }
                assertThat(shop.sold()).isEqualTo(10);
            }
        }
        assertThat(processes.running).isEmpty();
    }

    @Test
    void aSaleIsNotOpenedWhileAnothersWorkersAreListed() throws Exception {
        try (EntryPoint entry = provision(Map.of());
                Route route = entry.open(sale(1));
                ServerHandle stays = new XmlRpcTransport().serve(new Shop("w"), route.worker(0))) {
            assertThatThrownBy(() -> entry.open(sale(2)).close())
                    .isInstanceOf(IOException.class)
                    .hasMessage("still registered when sale-2 was to be opened: [127.0.0.1:"
                            + stays.uri().getPort() + "]");
        }
    }

    @Test
    void theBalancerHasAsMuchTimeAsTheClients() throws Exception {
        provision(Map.of("deadline", "75")).close();
        assertThat(processes.deadline).isEqualTo("75");
        assertThat(NginxConfiguration.text(directory, new Address("h", 1), List.of(), Duration.ofSeconds(75)))
                .contains("proxy_read_timeout 75000ms", "proxy_send_timeout 75000ms");
        assertThatThrownBy(() -> provision(Map.of("deadline", "soon")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a number of seconds: deadline=soon");
    }

    /** The system gives any other port to whoever connects next. */
    @Test
    void portsForLaterAreNotThoseOfOutgoingConnections() throws Exception {
        List<Address> ports = FreePorts.onLoopback(50);
        List<String> range = List.of(Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                .get(0)
                .split("\\s+", -1));
        assertThat(ports).doesNotHaveDuplicates().hasSize(50);
        assertThat(ports.stream().map(Address::port))
                .noneMatch(port -> port >= Integer.parseInt(range.get(0)) && port <= Integer.parseInt(range.get(1)));
        assertThatThrownBy(() -> FreePorts.onLoopback(1, new int[] {1, 65_535}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("there are not 1 free ports outside 1..65535");
    }

    @Test
    void anUnknownOptionOrValueIsRefused() {
        assertThatThrownBy(() -> provision(Map.of("balancer", "haproxy")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown value: balancer=haproxy (known: own, name-server, nginx)");
        assertThatThrownBy(() -> provision(Map.of("queue", "classic")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown option: queue (known: balancer, deadline)");
    }

    private EntryPoint provision(Map<String, String> options) throws IOException {
        return new XmlRpcTransport().provision(new Deployment("test", options, 2, directory, processes));
    }

    private static Sale sale(int number) {
        return new Sale("sale-" + number, Model.UNNUMBERED, 100);
    }

    private static void buy(TicketClient client, int request) throws Exception {
        assertThat(client.buy(List.of(Purchase.any("c", "r" + request)))
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .extracting(Answer::outcome)
                .hasOnlyElementsOfType(Outcome.Sold.class);
    }

    /** Runs the balancer and name-server commands in this process. */
    private static final class InProcess implements ProcessStarter {
        private final List<Child> running = new ArrayList<>();
        private @Nullable String deadline;

        @Override
        public Child onsale(String name, List<String> arguments) throws IOException {
            String listen = arguments.get(arguments.indexOf("--listen") + 1);
            switch (arguments.get(0)) {
                case "balancer" -> {
                    String registry = arguments.get(arguments.indexOf("--registry") + 1);
                    deadline = arguments.get(arguments.indexOf("--deadline") + 1);
                    Balancer balancer = Balancer.start(listen, List.of(), Optional.of(registry));
                    return child(balancer.readyLine(), balancer::close);
                }
                case "name-server" -> {
                    NameServer names = NameServer.start(listen);
                    return child(names.readyLine(), names::close);
                }
                default -> throw new IOException("no such command: " + arguments);
            }
        }

        @Override
        public Child program(String name, List<String> command) throws IOException {
            throw new IOException("no programs here: " + command);
        }

        private Child child(String readyLine, Runnable close) {
            Child child = new Child() {
                @Override
                public boolean isRunning() {
                    return true;
                }

                @Override
                public ProcessHandle handle() {
                    return ProcessHandle.current();
                }

                @Override
                public String readyLine() {
                    return readyLine;
                }

                @Override
                public void close() {
                    close.run();
                    running.remove(this);
                }
            };
            running.add(child);
            return child;
        }
    }
}
