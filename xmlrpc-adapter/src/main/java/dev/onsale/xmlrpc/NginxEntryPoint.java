package dev.onsale.xmlrpc;

import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.ProcessStarter;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** NGINX in front of workers on ports that are chosen beforehand. */
final class NginxEntryPoint implements EntryPoint {
    private static final Duration START = Duration.ofSeconds(10);

    private final ProcessStarter.Child nginx;
    private final Address listen;
    private final List<Address> workers;

    private NginxEntryPoint(ProcessStarter.Child nginx, Address listen, List<Address> workers) {
        this.nginx = nginx;
        this.listen = listen;
        this.workers = workers;
    }

    /**
     * Starts it, and waits until it accepts.
     *
     * @param deadline what a worker has to answer by
     * @throws IOException it is not installed, or does not start
     */
    static EntryPoint start(Deployment deployment, Duration deadline) throws IOException {
        String program = installed()
                .orElseThrow(() -> new IOException("nginx is not installed: neither on the PATH nor in /usr/sbin;"
                        + " install it, or take the balancer own or name-server"))
                .toString();
        List<Address> ports = FreePorts.onLoopback(deployment.workers() + 1);
        Address listen = ports.get(0);
        List<Address> workers = ports.subList(1, ports.size());
        Path directory = deployment.directory();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, NginxConfiguration.text(directory, listen, workers, deadline));
        ProcessStarter.Child nginx = deployment
                .processes()
                .program(
                        "nginx",
                        List.of(program, "-p", directory.toString(), "-e", "stderr", "-c", configuration.toString()));
        try {
            awaitAccepting(nginx, listen);
        } catch (IOException e) {
            nginx.close();
            throw e;
        }
        return new NginxEntryPoint(nginx, listen, workers);
    }

    /** The program, if this machine has it. */
    static Optional<Path> installed() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void awaitAccepting(ProcessStarter.Child nginx, Address listen) throws IOException {
        long giveUpNanos = System.nanoTime() + START.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(listen.host(), listen.port()), 500);
                return;
            } catch (IOException e) {
                if (!nginx.handle().isAlive()) {
                    throw new IOException("nginx ended at once; its log says why", e);
                }
                if (System.nanoTime() - giveUpNanos > 0) {
                    throw new IOException(
                            "nginx does not accept at " + listen + " after " + START.toSeconds() + " s", e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while nginx started", e);
            }
        }
    }

    /** Clears nothing: each sale's workers take the ports that the last one's have left. */
    @Override
    public Route open(Sale sale) {
        return new SaleRoute();
    }

    @Override
    public void close() {
        nginx.close();
    }

    private final class SaleRoute implements Route {
        @Override
        public URI clients() {
            return URI.create("xmlrpc://" + listen);
        }

        @Override
        public URI worker(int index) {
            if (index < 0 || index >= workers.size()) {
                throw new IllegalArgumentException("must be in 0.." + (workers.size() - 1) + ": index=" + index);
            }
            return URI.create("xmlrpc://" + workers.get(index));
        }

        @Override
        public Map<String, Long> counters() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
