package dev.onsale.harness.backend;

import dev.onsale.harness.process.ChildProcess;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A {@code redis-server} of our own: the binary that the embedded-redis artifact carries, unpacked and run in the private directory. */
final class EmbeddedRedis {
    private static final String BINARY = "redis-server-7.0.15-";
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final int PORTS_TRIED = 10;

    private EmbeddedRedis() {}

    /** The server could not take its port. */
    private static final class PortTakenException extends IOException {
        private static final long serialVersionUID = 1L;

        PortTakenException(String message) {
            super(message);
        }
    }

    static Backend start(Durability durability, Processes processes, IntSupplier ports) throws IOException {
        Path binary = binary(processes.newDirectory("redis"));
        @Nullable PortTakenException taken = null;
        for (int i = 0; i < PORTS_TRIED; i++) {
            int port = ports.getAsInt();
            OwnedServer.Launch launch = () -> launch(binary, port, durability, processes);
            URI uri = address(port);
            try {
                ChildProcess process = launch.start();
                String version = RedisProbe.info(uri, LONGEST_START).getOrDefault("redis_version", "");
                return new OwnedServer(
                        new OwnedServer.Identity(
                                "Redis", version, Backend.Origin.EMBEDDED, uri, "embedded Redis " + version),
                        new OwnedServer.Part(launch, process),
                        List.of());
            } catch (PortTakenException e) {
                taken = e;
            }
        }
        throw new IOException("the embedded Redis found no free port in " + PORTS_TRIED + " tries", taken);
    }

    private static URI address(int port) {
        return URI.create("redis://127.0.0.1:" + port);
    }

    private static ChildProcess launch(Path binary, int port, Durability durability, Processes processes)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--dir", String.valueOf(binary.getParent()), "--daemonize", "no", "--save", ""));
        command.addAll(settings(durability));
        ChildProcess process = processes.program("redis", command);
        try {
            awaitReady(process, port);
            return process;
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    private static List<String> settings(Durability durability) {
        return switch (durability) {
            case NONE -> List.of("--appendonly", "no");
            case EVERYSEC -> List.of("--appendonly", "yes", "--appendfsync", "everysec");
            case ALWAYS -> List.of("--appendonly", "yes", "--appendfsync", "always");
        };
    }

    /** Waits until the server that answers is this one: on a taken port it is another. */
    private static void awaitReady(ChildProcess process, int port) throws IOException {
        Probing probing = new Probing("the embedded Redis", LONGEST_START);
        String pid = Long.toString(process.handle().pid());
        String last;
        do {
            if (process.ended().isDone()) {
                String message = "the embedded Redis did not start" + process.account();
                throw message.contains("Failed listening on port")
                        ? new PortTakenException(message)
                        : new IOException(message);
            }
            try {
                Map<String, String> info = RedisProbe.info(address(port), Duration.ofSeconds(1));
                if (pid.equals(info.get("process_id"))) {
                    return;
                }
                last = "another server answers there";
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
        } while (probing.again());
        throw new IOException("the embedded Redis was not ready after " + LONGEST_START.toSeconds() + " s (" + last
                + ")" + process.account());
    }

    /** The server's program, unpacked there. */
    static Path binary(Path directory) throws IOException {
        return unpack(directory, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    private static Path unpack(Path directory, String system, String architecture) throws IOException {
        String name = BINARY + platform(system, architecture);
        try (InputStream binary = EmbeddedRedis.class.getResourceAsStream("/" + name)) {
            if (binary == null) {
                throw new IOException("no embedded Redis for this machine (" + system + " on " + architecture
                        + "): install one, and give its address with --redis redis://host:port");
            }
            Path file = directory.resolve("redis-server");
            Files.copy(binary, file);
            return runnable(Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------")));
        }
    }

    /** A file system that is mounted {@code noexec}, as some are for temporary files, lets nothing run, whatever a file's permissions. */
    static Path runnable(Path file) throws IOException {
        if (!Files.isExecutable(file)) {
            throw new IOException("the embedded Redis cannot be run from " + file.getParent()
                    + ", where programs may not be run: name another directory with"
                    + " ONSALE_JVM_OPTIONS=-Djava.io.tmpdir=DIR, or give a Redis with --redis redis://host:port");
        }
        return file;
    }

    /** The end of the binary's name, such as {@code linux-amd64}. */
    static String platform(String system, String architecture) {
        String kernel = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        String machine = switch (architecture) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386", "i686" -> "386";
            default -> architecture;
        };
        return kernel + "-" + machine;
    }
}
