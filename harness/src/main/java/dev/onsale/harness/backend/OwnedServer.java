package dev.onsale.harness.backend;

import dev.onsale.harness.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server in a child process of this program. */
final class OwnedServer implements Backend, ServerControl {
    /** Starts the server on its address and directory, and returns when it is ready. */
    interface Launch {
        ChildProcess start() throws IOException;
    }

    /** What a server says of itself. */
    record Identity(String product, String version, Origin origin, URI uri, String label) {}

    private static final Duration ORDERLY_END = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(OwnedServer.class);

    private final Identity identity;
    private final Part server;
    private final List<Part> helpers;
    private Duration cpuTimeBefore = Duration.ZERO;
    private boolean closed;

    /** A process, and how it is started again. */
    static final class Part {
        private final Launch launch;
        private ChildProcess process;

        /** @param process it runs already */
        Part(Launch launch, ChildProcess process) {
            this.launch = launch;
            this.process = process;
        }

        private boolean hasEnded() {
            return !process.isRunning();
        }

        private void start() throws IOException {
            process = launch.start();
        }
    }

    /** @param helpers what it needs beside it, in other processes, before it starts */
    OwnedServer(Identity identity, Part server, List<Part> helpers) {
        this.identity = identity;
        this.server = server;
        this.helpers = List.copyOf(helpers);
    }

    @Override
    public String product() {
        return identity.product();
    }

    @Override
    public String version() {
        return identity.version();
    }

    @Override
    public Origin origin() {
        return identity.origin();
    }

    @Override
    public URI uri() {
        return identity.uri();
    }

    @Override
    public String label() {
        return identity.label();
    }

    @Override
    public Optional<ServerControl> control() {
        return Optional.of(this);
    }

    @Override
    public synchronized void kill() throws IOException {
        server.process.kill();
    }

    @Override
    public synchronized void pause() throws IOException {
        server.process.pause();
    }

    @Override
    public synchronized void resume() throws IOException {
        server.process.resume();
    }

    @Override
    public synchronized void restart() throws IOException {
        server.process.close(ORDERLY_END);
        startAgain();
    }

    private void startAgain() throws IOException {
        Duration used = server.process.cpuTime();
        server.start();
        cpuTimeBefore = cpuTimeBefore.plus(used);
    }

    @Override
    public synchronized void ensureRunning() throws IOException {
        if (closed) {
            return;
        }
        for (Part helper : helpers) {
            if (helper.hasEnded()) {
                helper.start();
            }
        }
        if (server.hasEnded()) {
            LOG.warn("the {} has ended, and is started again", identity.label());
            startAgain();
        }
    }

    @Override
    public synchronized Duration cpuTime() {
        return cpuTimeBefore.plus(server.process.cpuTime());
    }

    /** Kills it: what it holds is private, and goes with its directory. An orderly end would only take longer. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        server.process.kill();
        for (Part helper : helpers) {
            helper.process.kill();
        }
    }

    @Override
    public String toString() {
        return identity.label();
    }
}
