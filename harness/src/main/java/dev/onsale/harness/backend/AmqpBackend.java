package dev.onsale.harness.backend;

import dev.onsale.harness.process.ChildProcess;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The broker of a run: a private RabbitMQ node, an embedded broker, or a given one. */
public final class AmqpBackend {
    private static final List<String> SCHEMES = List.of("amqp", "amqps");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> BROKER_JVM = List.of("-Xmx512m");

    private AmqpBackend() {}

    /**
     * Checks an option before anything is started.
     *
     * @throws IllegalArgumentException {@code where} is neither {@code auto}, {@code embedded} nor an address
     */
    public static void check(String where) {
        if (!where.equals("auto") && !where.equals("embedded")) {
            Addresses.parse("--amqp", where, SCHEMES);
        }
    }

    /**
     * Starts or reaches a broker, and returns when it is ready; a private RabbitMQ takes some six seconds, so start it beside other things.
     *
     * @param where {@code auto}, {@code embedded} or an address, as on the command line
     * @throws IllegalArgumentException {@code where} is none of these
     * @throws IOException it does not start or answer; the message is for people, without credentials
     */
    public static Backend open(String where, Processes processes) throws IOException {
        if (where.equals("auto")) {
            Optional<PrivateRabbit.Installation> installation = PrivateRabbit.installation();
            return installation.isPresent() ? PrivateRabbit.start(installation.get(), processes) : embedded(processes);
        }
        if (where.equals("embedded")) {
            return embedded(processes);
        }
        URI uri = Addresses.parse("--amqp", where, SCHEMES);
        AmqpProbe.Greeting greeting = AmqpProbe.greet(uri, PATIENCE);
        return new GivenServer(greeting.product(), greeting.version(), uri);
    }

    /** Whether this machine has a RabbitMQ, of which {@code auto} makes a private node. */
    public static boolean hasRabbitMq() {
        return PrivateRabbit.installation().isPresent();
    }

    private static Backend embedded(Processes processes) throws IOException {
        ChildProcess first = embedded(processes, "127.0.0.1:0");
        URI uri = URI.create(first.readyLine());
        String version = EmbeddedBroker.version();
        return new OwnedServer(
                new OwnedServer.Identity(
                        "Qpid Broker-J",
                        version,
                        Backend.Origin.EMBEDDED,
                        uri,
                        "embedded AMQP broker (Qpid Broker-J " + version + ")"),
                new OwnedServer.Part(() -> embedded(processes, "127.0.0.1:" + uri.getPort()), first),
                List.of());
    }

    private static ChildProcess embedded(Processes processes, String listen) throws IOException {
        return processes.onsale("embedded-broker", BROKER_JVM, List.of("embedded-broker", "--listen", listen));
    }
}
