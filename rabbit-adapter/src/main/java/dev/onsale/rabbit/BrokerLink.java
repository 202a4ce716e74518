package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, for as long as it lasts. Callbacks run on the thread that reads from the socket, so they must not block,
 * nor wait for a reply of the broker. Nothing recovers by itself: a connection that died stays dead, and with it everything that was
 * numbered within it, such as delivery tags. Who wants another one opens another one.
 */
final class BrokerLink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerLink.class.getName());
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RPC_MILLIS = 10_000;
    private static final int CLOSE_MILLIS = 2_000;
    private static final int HEARTBEAT_SECONDS = 10;
    private static final long PROBE_MILLIS = 5_000;
    /** Dead letters that are kept; the oldest ones go first. */
    private static final int MAX_DEAD_LETTERS = 10_000;

    private static final int MAX_DEAD_LETTER_BYTES = 64 * 1024 * 1024;

    private final AmqpAddress address;
    private final Connection connection;
    private final CorkedSocket socket;
    private final DriverFailures failures;
    private volatile String blocked = "";

    private BrokerLink(AmqpAddress address, Connection connection, CorkedSocket socket, DriverFailures failures) {
        this.address = address;
        this.connection = connection;
        this.socket = socket;
        this.failures = failures;
        connection.addBlockedListener(this::blockedBecause, this::unblocked);
    }

    /**
     * Connects. Blocks for some seconds at the most.
     *
     * @param name what the broker's own tools show
     * @throws IOException the broker cannot be reached, or refuses; the message shows no credentials
     */
    static BrokerLink open(AmqpAddress address, String name) throws IOException {
        Sockets sockets = new Sockets(address);
        DriverFailures failures = new DriverFailures();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setUsername(address.user());
        factory.setPassword(address.password());
        factory.setVirtualHost(address.virtualHost());
        factory.setSocketFactory(sockets);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_MILLIS);
        factory.setChannelRpcTimeout(RPC_MILLIS);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setMaxInboundMessageBodySize(MemoryGate.LARGEST_BODY_BYTES);
        factory.setExceptionHandler(failures);
        factory.setSharedExecutor(new OnTheSameThread());
        factory.setThreadFactory(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new BrokerLink(address, factory.newConnection(name), sockets.last(), failures);
        } catch (TimeoutException e) {
            throw new IOException("no answer from the broker at " + address, e);
        } catch (PossibleAuthenticationFailureException e) {
            throw new IOException(refusal(address), e);
        } catch (IOException e) {
            throw new IOException("cannot connect to the broker at " + address + ": " + reason(e), e);
        }
    }

    /** What a broker most likely means that lets a user not in. */
    static String refusal(AmqpAddress address) {
        boolean guest = address.user().equals("guest") && !address.isLoopback();
        return "the broker at " + address + " refuses the user or the password"
                + (guest ? ": RabbitMQ lets guest in from its own host only, so name another user" : "");
    }

    /**
     * Connects, and begins something over the connection, which is closed when that fails.
     *
     * @throws IOException as {@link #open}, or the beginning failed; a broker that takes no messages now is the reason before any other
     */
    static <T> T begin(AmqpAddress address, String name, Beginning<T> beginning) throws IOException {
        BrokerLink link = open(address, name);
        try {
            return beginning.over(link);
        } catch (IOException e) {
            link.close();
            throw link.isBlocked() ? new IOException(link.blocked(), e) : e;
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** Begins something over a connection. */
    @FunctionalInterface
    interface Beginning<T> {
        T over(BrokerLink link) throws IOException;
    }

    private void blockedBecause(String reason) {
        blocked = "the broker at " + address + " takes no messages: " + reason;
        LOG.log(Level.WARNING, blocked);
    }

    private void unblocked() {
        blocked = "";
        LOG.log(Level.INFO, "the broker at {0} takes messages again", address);
    }

    /** Why the broker takes no messages now; empty when it does. */
    String blocked() {
        return blocked;
    }

    /** Whether the broker has asked publishers to hold back. */
    boolean isBlocked() {
        return !blocked.isEmpty();
    }

    /** Its address. */
    AmqpAddress address() {
        return address;
    }

    /** The connection, for what only it can do. */
    Connection connection() {
        return connection;
    }

    /** A new channel. */
    Channel channel() throws IOException {
        try {
            return connection
                    .openChannel()
                    .orElseThrow(() -> new IOException("the broker at " + address + " gives no more channels"));
        } catch (ShutdownSignalException e) {
            throw new IOException("lost the broker at " + address + ": " + reason(e), e);
        }
    }

    /** Does this whenever all messages that have arrived so far are delivered, on the thread that delivers them. It must not block. */
    void whenDelivered(Runnable task) {
        socket.whenReadOut(task);
    }

    /** Holds back what is written from now on. */
    void cork() throws IOException {
        socket.cork();
    }

    /** Sends what was held back. */
    void uncork() throws IOException {
        socket.uncork();
    }

    /** Waits for something, which what is held back may bring about: so it is sent before. */
    boolean awaitUncorked(Awaiting awaiting) throws IOException, InterruptedException {
        uncork();
        boolean result = awaiting.await();
        cork();
        return result;
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Awaiting {
        boolean await() throws InterruptedException;
    }

    /**
     * Makes sure that the broker has queues of this type. One that has not may declare a plain queue in silence.
     *
     * @throws IOException it has not
     */
    void requireSupport(QueueType type) throws IOException {
        if (type == QueueType.QUORUM && !isRabbitMq()) {
            throw new IOException("quorum queues need RabbitMQ, and the broker at " + address + " is " + product());
        }
    }

    private boolean isRabbitMq() {
        return product().equals("RabbitMQ");
    }

    private String product() {
        return String.valueOf(connection.getServerProperties().get("product"));
    }

    /**
     * Makes sure that the user may send messages to queues: whoever may not could sell, and tell nobody.
     *
     * @throws IOException the user may not, or the broker takes none now
     */
    void requireMayPublish() throws IOException {
        Channel channel = channel();
        try {
            channel.confirmSelect();
            // It is mandatory, and there is no such queue: the broker looks at the permission, and returns it.
            channel.basicPublish("", "onsale.probe." + UUID.randomUUID(), true, null, new byte[0]);
            channel.waitForConfirms(PROBE_MILLIS);
            if (isBlocked()) {
                throw new IOException(blocked);
            }
        } catch (ShutdownSignalException e) {
            throw new IOException(
                    "the user " + address.user() + " may not send messages to queues at " + address
                            + " (write permission for amq.default): " + reason(e),
                    e);
        } catch (TimeoutException e) {
            throw new IOException("the broker at " + address + " takes no messages", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking the broker at " + address, e);
        } finally {
            if (channel.isOpen() && !isBlocked()) {
                channel.abort();
            }
        }
    }

    /**
     * Declares a work queue and its dead-letter queue, both durable. One that an earlier version declared, or that the user may use and
     * not declare, is taken as it is.
     *
     * @throws IOException the broker refuses, such as when the queue exists and is of another type
     */
    void declareQueues(AmqpAddress of) throws IOException {
        requireSupport(of.type());
        declare(of.deadLetterQueue(), "dead-letter", Map.of(), deadLetterArguments());
        declare(
                of.queue(),
                of.type().id(),
                of.type().earlierArguments(),
                of.type().arguments(of.deadLetterQueue()));
    }

    private Map<String, Object> deadLetterArguments() {
        return isRabbitMq()
                ? Map.of("x-max-length", MAX_DEAD_LETTERS, "x-max-length-bytes", MAX_DEAD_LETTER_BYTES)
                : Map.of(
                        "qpid.policy_type", "ring",
                        "qpid.max_count", MAX_DEAD_LETTERS,
                        "qpid.max_size", MAX_DEAD_LETTER_BYTES);
    }

    private void declare(String queue, String kind, Map<String, Object> earlier, Map<String, Object> arguments)
            throws IOException {
        try {
            onChannel(channel -> channel.queueDeclare(queue, true, false, false, arguments));
        } catch (IOException | ShutdownSignalException refused) {
            try {
                if (code(refused) == AMQP.PRECONDITION_FAILED && !earlier.equals(arguments)) {
                    onChannel(channel -> channel.queueDeclare(queue, true, false, false, earlier));
                    return;
                }
                if (code(refused) == AMQP.ACCESS_REFUSED) {
                    onChannel(channel -> channel.queueDeclarePassive(queue));
                    return;
                }
            } catch (IOException | ShutdownSignalException again) {
                refused.addSuppressed(again);
            }
            throw new IOException(
                    "cannot declare the durable " + kind + " queue " + queue + " at " + address + ": "
                            + reason(refused),
                    refused);
        }
    }

    /** Something asked of the broker. */
    @FunctionalInterface
    private interface Question {
        Object on(Channel channel) throws IOException;
    }

    /** On a channel of its own, since a refusal closes the channel. */
    private void onChannel(Question question) throws IOException {
        Channel channel = channel();
        try {
            question.on(channel);
        } finally {
            if (channel.isOpen()) {
                channel.abort();
            }
        }
    }

    /** Why it could not read what the broker sent, which ended the connection; null when it could. */
    @Nullable
    Throwable unreadable() {
        return failures.unreadable();
    }

    /** Closes the connection, politely first, and after two seconds for good. Idempotent. */
    @Override
    public void close() {
        connection.abort(CLOSE_MILLIS);
    }

    /** Cuts the connection at once. Whoever was writing to it gets an exception. */
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cutting a broken connection", e);
        }
    }

    /** What the broker gave as its reason, or else what went wrong at the bottom of it. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ShutdownSignalException signal) {
                if (signal.getReason() instanceof AMQP.Channel.Close close) {
                    return close.getReplyText();
                }
                if (signal.getReason() instanceof AMQP.Connection.Close close) {
                    return close.getReplyText();
                }
            }
            root = t;
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Whether the broker says that there is no such queue. */
    static boolean isNotFound(IOException failure) {
        return code(failure) == AMQP.NOT_FOUND;
    }

    /** The code with which the broker closed the channel; 0 when it did not. */
    private static int code(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ShutdownSignalException signal && signal.getReason() instanceof AMQP.Channel.Close close) {
                return close.getReplyCode();
            }
        }
        return 0;
    }

    private static final class Sockets extends SocketFactory {
        private final AmqpAddress address;
        private @Nullable CorkedSocket last;

        Sockets(AmqpAddress address) {
            this.address = address;
        }

        @Override
        public Socket createSocket() throws IOException {
            last = new CorkedSocket();
            return address.tls() ? new TlsSocket(last, address.host()) : last;
        }

        CorkedSocket last() {
            if (last == null) {
                throw new IllegalStateException("connected without a socket");
            }
            return last;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    /** Spares the hand-over to another thread: no callback of ours blocks. */
    private static final class OnTheSameThread extends AbstractExecutorService {
        private volatile boolean shutdown;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown();
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutdown;
        }
    }
}
