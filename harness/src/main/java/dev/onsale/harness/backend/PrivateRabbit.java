package dev.onsale.harness.backend;

import dev.onsale.harness.process.ChildProcess;
import dev.onsale.harness.process.Processes;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A RabbitMQ node of our own, from the installed program: own name server (epmd), cookie, ports and directory, everything on loopback,
 * and nothing shared with a node that may run on this machine already.
 */
final class PrivateRabbit {
    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final Duration LONGEST_EPMD_START = Duration.ofSeconds(10);
    private static final int PORTS_TRIED = 5;
    private static final String HOST = "127.0.0.1";

    private PrivateRabbit() {}

    /** Where RabbitMQ and Erlang are installed. */
    record Installation(Path server, Path epmd) {}

    /** The three ports of a node. */
    private record NodePorts(int amqp, int distribution, int epmd) {}

    /** A port was taken in the meantime. */
    private static final class PortTakenException extends IOException {
        private static final long serialVersionUID = 1L;

        PortTakenException(String message) {
            super(message);
        }
    }

    /** The installed RabbitMQ; empty where there is none, or no Erlang for it. */
    static Optional<Installation> installation() {
        Optional<Path> server = Stream.of(
                        Optional.ofNullable(System.getenv("RABBITMQ_HOME")).map(home -> home + "/sbin/rabbitmq-server"),
                        // Debian's script on the search path changes the user; this one does not.
                        Optional.of("/usr/lib/rabbitmq/bin/rabbitmq-server"),
                        Optional.of("/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server"),
                        Optional.of("/usr/local/opt/rabbitmq/sbin/rabbitmq-server"),
                        Optional.of("rabbitmq-server"))
                .flatMap(Optional::stream)
                .flatMap(program -> Processes.find(program).stream())
                .findFirst();
        Optional<Path> epmd = Stream.of(
                        "epmd", "/usr/lib/erlang/bin/epmd", "/opt/homebrew/bin/epmd", "/usr/local/bin/epmd")
                .flatMap(program -> Processes.find(program).stream())
                .findFirst();
        return server.flatMap(found -> epmd.map(names -> new Installation(found, names)));
    }

    static Backend start(Installation installation, Processes processes) throws IOException {
        return start(installation, processes, Ports::free);
    }

    static Backend start(Installation installation, Processes processes, IntSupplier free) throws IOException {
        @Nullable PortTakenException taken = null;
        for (int i = 0; i < PORTS_TRIED; i++) {
            NodePorts ports = new NodePorts(free.getAsInt(), free.getAsInt(), free.getAsInt());
            try {
                return start(installation, processes, ports);
            } catch (PortTakenException e) {
                taken = e;
            }
        }
        throw new IOException("the private RabbitMQ found no free ports in " + PORTS_TRIED + " tries", taken);
    }

    private static Backend start(Installation installation, Processes processes, NodePorts ports) throws IOException {
        Path home = processes.newDirectory("rabbitmq");
        configure(home, ports);
        Map<String, String> environment = environment(installation, home, ports);
        ChildProcess epmd = epmd(installation, processes, environment, ports);
        try {
            OwnedServer.Launch launch = () -> node(installation, processes, environment);
            ChildProcess node = launch.start();
            URI uri = URI.create("amqp://" + HOST + ":" + ports.amqp());
            String version = AmqpProbe.greet(uri, LONGEST_START).version();
            return new OwnedServer(
                    new OwnedServer.Identity(
                            "RabbitMQ", version, Backend.Origin.PRIVATE, uri, "private RabbitMQ " + version),
                    new OwnedServer.Part(launch, node),
                    List.of(new OwnedServer.Part(() -> epmd(installation, processes, environment, ports), epmd)));
        } catch (IOException e) {
            epmd.close();
            throw e;
        }
    }

    private static void configure(Path home, NodePorts ports) throws IOException {
        Files.writeString(
                home.resolve("rabbitmq.conf"),
                String.join(
                        "\n",
                        "listeners.tcp.default = " + HOST + ":" + ports.amqp(),
                        "log.console = true",
                        "log.console.level = info",
                        "log.file = false",
                        "disk_free_limit.absolute = 50MB",
                        ""));
        Files.writeString(home.resolve("plugins"), "[].\n");
        Path cookie = Files.writeString(
                home.resolve(".erlang.cookie"), UUID.randomUUID().toString().replace("-", ""));
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
    }

    /** The whole environment: whatever a user has set for a RabbitMQ of his own must not reach this one. */
    private static Map<String, String> environment(Installation installation, Path home, NodePorts ports) {
        String path = Stream.of(
                        String.valueOf(installation.epmd().getParent()),
                        System.getenv().getOrDefault("PATH", ""),
                        "/usr/sbin:/usr/bin:/sbin:/bin")
                .collect(Collectors.joining(File.pathSeparator));
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", path);
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", home.toString());
        environment.put("ERL_EPMD_ADDRESS", HOST);
        environment.put("ERL_EPMD_PORT", Integer.toString(ports.epmd()));
        environment.put("RABBITMQ_NODENAME", "onsale@localhost");
        environment.put("RABBITMQ_USE_LONGNAME", "false");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", HOST);
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(ports.amqp()));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(ports.distribution()));
        environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
        environment.put("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_ADVANCED_CONFIG_FILE", home.resolve("none.config").toString());
        environment.put("RABBITMQ_GENERATED_CONFIG_DIR", home.resolve("config").toString());
        environment.put("RABBITMQ_SCHEMA_DIR", home.resolve("schema").toString());
        environment.put("RABBITMQ_MNESIA_BASE", home.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", home.resolve("log").toString());
        environment.put("RABBITMQ_LOGS", "-");
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("plugins").toString());
        environment.put(
                "RABBITMQ_FEATURE_FLAGS_FILE", home.resolve("feature_flags").toString());
        environment.put("RABBITMQ_PID_FILE", home.resolve("pid").toString());
        // Erlang's schedulers busy-wait by default, on the very cores that the workers need.
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none");
        return environment;
    }

    /** Erlang starts an epmd of its own, which outlives it, where it finds none. So ours is there before the node, and leaves after it. */
    private static ChildProcess epmd(
            Installation installation, Processes processes, Map<String, String> environment, NodePorts ports)
            throws IOException {
        ChildProcess epmd = processes.start(
                "epmd",
                List.of(installation.epmd().toString(), "-port", Integer.toString(ports.epmd()), "-address", HOST),
                environment);
        epmd.ignoreOutput();
        Probing probing = new Probing("epmd", LONGEST_EPMD_START);
        while (probing.again() && !epmd.ended().isDone()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.epmd()), 1_000);
                return epmd;
            } catch (IOException notYet) {
                // It is still starting.
            }
        }
        String message = "epmd, which RabbitMQ needs, did not start" + epmd.account();
        epmd.close();
        throw new PortTakenException(message);
    }

    private static ChildProcess node(Installation installation, Processes processes, Map<String, String> environment)
            throws IOException {
        ChildProcess node =
                processes.start("rabbitmq", List.of(installation.server().toString()), environment);
        try {
            long deadlineNanos = System.nanoTime() + LONGEST_START.toNanos();
            String line = "";
            while (!line.contains("Server startup complete")) {
                line = node.readLine(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())));
            }
            node.ignoreOutput();
            return node;
        } catch (IOException e) {
            node.close();
            String message = "the private RabbitMQ (" + installation.server()
                    + ") did not start; --amqp embedded goes without it: " + e.getMessage();
            throw message.contains("eaddrinuse") ? new PortTakenException(message) : new IOException(message, e);
        }
    }
}
