package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
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
    /** The largest message that RabbitMQ takes by default. One that the client library refuses to read would come again for ever. */
    private static final int LARGEST_MESSAGE_BYTES = 128 * 1024 * 1024;

    private final AmqpAddress address;
    private final Connection connection;
    private final CorkedSocket socket;

    private BrokerLink(AmqpAddress address, Connection connection, CorkedSocket socket) {
        this.address = address;
        this.connection = connection;
        this.socket = socket;
    }

    /**
     * Connects. Blocks for some seconds at the most.
     *
     * @param name what the broker's own tools show
     * @throws IOException the broker cannot be reached, or refuses; the message shows no credentials
     */
    static BrokerLink open(AmqpAddress address, String name) throws IOException {
        Sockets sockets = new Sockets();
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
        factory.setMaxInboundMessageBodySize(LARGEST_MESSAGE_BYTES);
        factory.setSharedExecutor(new OnTheSameThread());
        factory.setThreadFactory(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new BrokerLink(address, factory.newConnection(name), sockets.last());
        } catch (TimeoutException e) {
            throw new IOException("no answer from the broker at " + address, e);
        } catch (IOException e) {
            throw new IOException("cannot connect to the broker at " + address + ": " + reason(e), e);
        }
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

    /**
     * Makes sure that the broker has queues of this type. One that has not may declare a plain queue in silence.
     *
     * @throws IOException it has not
     */
    void requireSupport(QueueType type) throws IOException {
        Object product = connection.getServerProperties().get("product");
        if (type == QueueType.QUORUM && !"RabbitMQ".equals(String.valueOf(product))) {
            throw new IOException("quorum queues need RabbitMQ, and the broker at " + address + " is " + product);
        }
    }

    /**
     * Declares a work queue and its dead-letter queue, both durable.
     *
     * @throws IOException the broker refuses, such as when the queue exists and is of another type
     */
    void declareQueues(Channel channel, AmqpAddress of) throws IOException {
        requireSupport(of.type());
        try {
            channel.queueDeclare(of.queue(), true, false, false, of.type().arguments());
            channel.queueDeclare(of.deadLetterQueue(), true, false, false, Map.of());
        } catch (IOException | ShutdownSignalException e) {
            throw new IOException(
                    "cannot declare the durable " + of.type().id() + " queue " + of.queue() + " at " + address + ": "
                            + reason(e),
                    e);
        }
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
        return failure.getCause() instanceof ShutdownSignalException signal
                && signal.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.NOT_FOUND;
    }

    private static final class Sockets extends SocketFactory {
        private @Nullable CorkedSocket last;

        @Override
        public Socket createSocket() {
            last = new CorkedSocket();
            return last;
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
