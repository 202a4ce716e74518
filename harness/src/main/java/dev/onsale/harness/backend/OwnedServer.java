package dev.onsale.harness.backend;

import dev.onsale.harness.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server in a child process of this program. */
final class OwnedServer implements Backend, ServerControl {
    /** Starts the server on its address and directory, and returns when it is ready. */
    interface Launch {
        ChildProcess start() throws IOException;
    }

    /** What a server says of itself. */
    record Identity(String product, String version, Origin origin, URI uri, String label) {}

    private static final Duration ORDERLY_END = Duration.ofSeconds(30);

    private final Identity identity;
    private final Launch launch;
    private final List<ChildProcess> helpers;
    private ChildProcess process;
    private Duration cpuTimeBefore = Duration.ZERO;

    /**
     * @param process the running server
     * @param helpers what it needs beside it, in other processes; they stay for its whole life
     */
    OwnedServer(Identity identity, Launch launch, ChildProcess process, List<ChildProcess> helpers) {
        this.identity = identity;
        this.launch = launch;
        this.process = process;
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
        process.kill();
    }

    @Override
    public synchronized void pause() throws IOException {
        process.pause();
    }

    @Override
    public synchronized void resume() throws IOException {
        process.resume();
    }

    @Override
    public synchronized void restart() throws IOException {
        process.close(ORDERLY_END);
        cpuTimeBefore = cpuTimeBefore.plus(process.cpuTime());
        process = launch.start();
    }

    @Override
    public synchronized Duration cpuTime() {
        return cpuTimeBefore.plus(process.cpuTime());
    }

    /** Kills it: what it holds is private, and goes with its directory. An orderly end would only take longer. */
    @Override
    public synchronized void close() throws IOException {
        process.kill();
        for (ChildProcess helper : helpers) {
            helper.kill();
        }
    }

    @Override
    public String toString() {
        return identity.label();
    }
}
