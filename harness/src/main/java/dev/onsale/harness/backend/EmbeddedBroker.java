package dev.onsale.harness.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;

/**
 * An AMQP 0-9-1 broker (Apache Qpid Broker-J) for machines without RabbitMQ: a program of its own, in a process of its own, so that its
 * memory and CPU time are not the load generator's. Everything it holds is gone when it ends.
 */
public final class EmbeddedBroker {
    private EmbeddedBroker() {}

    /**
     * Serves until the input ends, which is also how it notices that whoever started it is gone. Blocks.
     *
     * @param listen {@code host:port}; port 0 picks a free one
     * @param out where one line is printed when the broker is ready: its address
     * @throws IOException it did not start; the message says why
     */
    public static void run(String listen, InputStream in, PrintStream out) throws IOException {
        int colon = listen.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--listen must be host:port: " + listen);
        }
        String host = listen.substring(0, colon);
        Startup startup = new Startup();
        SystemLauncher launcher = new SystemLauncher(startup);
        try {
            launch(launcher, host, listen.substring(colon + 1));
            out.println("amqp://" + host + ":" + startup.boundPort(listen));
            out.flush();
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            launcher.shutdown();
        }
    }

    private static void launch(SystemLauncher launcher, String host, String port) throws IOException {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("type", "Memory");
        attributes.put("initialConfigurationLocation", "classpath:dev/onsale/harness/backend/embedded-broker.json");
        attributes.put("startupLoggedToSystemOut", false);
        attributes.put(
                "context",
                Map.of(
                        "onsale.host",
                        host,
                        "onsale.port",
                        port,
                        "qpid.work_dir",
                        Path.of(System.getProperty("java.io.tmpdir")).toString()));
        try {
            launcher.startup(attributes);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the embedded AMQP broker did not start: " + e.getMessage(), e);
        }
    }

    /** What became of the start: the launcher itself tells nobody. */
    private static final class Startup extends DefaultSystemLauncherListener {
        private final AtomicReference<SystemConfig<?>> system = new AtomicReference<>();
        private final AtomicReference<Throwable> error = new AtomicReference<>();

        @Override
        public void onContainerResolve(SystemConfig<?> resolved) {
            system.set(resolved);
        }

        @Override
        public void errorOnStartup(RuntimeException e) {
            error.set(e);
        }

        int boundPort(String listen) throws IOException {
            SystemConfig<?> started = system.get();
            if (started == null || error.get() != null) {
                throw new IOException("the embedded AMQP broker did not start", error.get());
            }
            for (Port<?> port : started.getContainer().getChildren(Port.class)) {
                if (port.getState() == State.ACTIVE) {
                    return port.getBoundPort();
                }
            }
            throw new IOException("the embedded AMQP broker cannot listen on " + listen + ": is the port taken?");
        }
    }
}
