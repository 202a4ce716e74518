package dev.onsale.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The queues of a deployment: a work queue and a dead-letter queue for each sale. Thread-safe. */
final class RabbitEntryPoint implements EntryPoint {
    private static final System.Logger LOG = System.getLogger(RabbitEntryPoint.class.getName());
    private static final List<String> KNOWN = List.of("broker", "prefetch", "queue");

    private final String name;
    private final AmqpAddress broker;
    private final QueueType type;
    private final int prefetch;
    private final List<QueueRoute> routes = new CopyOnWriteArrayList<>();

    /** Those whose queues could not be deleted when they were closed. */
    private final Deque<QueueRoute> left = new ArrayDeque<>();

    private BrokerLink link;

    RabbitEntryPoint(Deployment deployment) throws IOException {
        for (String option : deployment.options().keySet()) {
            if (!KNOWN.contains(option)) {
                throw new IllegalArgumentException("unknown option of the amqp transport: " + option + " (known: "
                        + String.join(", ", KNOWN) + ")");
            }
        }
        name = deployment.name();
        broker = AmqpAddress.of(URI.create(deployment.option("broker", "amqp://127.0.0.1:5672")));
        type = QueueType.named(deployment.option("queue", QueueType.CLASSIC.id()));
        prefetch = AmqpAddress.parsePrefetch(
                deployment.option("prefetch", Integer.toString(AmqpAddress.DEFAULT_PREFETCH)));
        link = open();
        try {
            link.requireSupport(type);
            link.requireMayPublish();
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    @Override
    public Route open(Sale sale) throws IOException {
        deleteWhatIsLeft();
        QueueRoute route = new QueueRoute(broker.withQueue("onsale." + name + "." + sale.id(), type, prefetch));
        route.create();
        routes.add(route);
        return route;
    }

    @Override
    public synchronized void close() {
        routes.forEach(QueueRoute::close);
        deleteWhatIsLeft();
        left.forEach(route -> LOG.log(Level.WARNING, "{0} is left at {1}", route.address.queue(), broker));
        left.clear();
        link.close();
    }

    /** Where the broker still does not, the rest is not tried: it would take as long. */
    private synchronized void deleteWhatIsLeft() {
        for (QueueRoute next = left.peek(); next != null; next = left.peek()) {
            try {
                next.delete();
            } catch (IOException e) {
                return;
            }
            left.remove();
        }
    }

    private BrokerLink open() throws IOException {
        return BrokerLink.open(broker, "onsale-amqp-entry-point");
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Channel channel) throws IOException;
    }

    /** Does it on a channel of its own, since a refusal closes the channel. Connects again when the connection has died since. */
    private synchronized <T> T with(Work<T> work) throws IOException {
        if (!link.connection().isOpen()) {
            link = open();
        }
        Channel channel = link.channel();
        try {
            return work.on(channel);
        } catch (ShutdownSignalException e) {
            throw new IOException("lost the broker at " + broker + ": " + BrokerLink.reason(e), e);
        } finally {
            if (channel.isOpen()) {
                channel.abort();
            }
        }
    }

    /** One sale's queues. */
    private final class QueueRoute implements Route {
        private final AmqpAddress address;
        private boolean closed;

        QueueRoute(AmqpAddress address) {
            this.address = address;
        }

        /** Deletes first: an earlier sale of the name may have left something, or a queue of another type. */
        void create() throws IOException {
            delete();
            with(channel -> {
                link.declareQueues(address);
                return channel;
            });
        }

        @Override
        public URI clients() {
            return address.toUri();
        }

        @Override
        public URI worker(int index) {
            return address.toUri();
        }

        /** Messages that no worker has taken ({@code remaining}) and unreadable ones ({@code dead_lettered}); empty when the broker does not say. */
        @Override
        public Map<String, Long> counters() {
            try {
                return with(channel -> {
                    Map<String, Long> counters = new LinkedHashMap<>();
                    counters.put("remaining", messages(channel, address.queue()));
                    counters.put("dead_lettered", messages(channel, address.deadLetterQueue()));
                    return counters;
                });
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot count what is left in {0}: {1}", address.queue(), BrokerLink.reason(e));
                return Map.of();
            }
        }

        @Override
        public void close() {
            synchronized (RabbitEntryPoint.this) {
                if (closed) {
                    return;
                }
                closed = true;
                routes.remove(this);
                try {
                    delete();
                } catch (IOException e) {
                    left.add(this);
                    LOG.log(
                            Level.WARNING,
                            "cannot delete {0} at {1} now: {2}",
                            address.queue(),
                            broker,
                            BrokerLink.reason(e));
                }
            }
        }

        private void delete() throws IOException {
            for (String queue : List.of(address.queue(), address.deadLetterQueue())) {
                try {
                    with(channel -> channel.queueDelete(queue));
                } catch (IOException e) {
                    // To some brokers it is an error to delete what is not there.
                    if (!BrokerLink.isNotFound(e)) {
                        throw e;
                    }
                }
            }
        }

        private long messages(Channel channel, String queue) throws IOException {
            return channel.queueDeclarePassive(queue).getMessageCount();
        }
    }
}
