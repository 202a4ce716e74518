package dev.onsale.harness.limit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Persistent messages through a durable queue, each confirmed to the publisher, and acknowledged by the consumer a hundred at a time: what a
 * broker can carry in one direction without losing any.
 */
final class OneWay implements Work {
    private static final int WINDOW = 500;
    private static final int PREFETCH = 500;
    private static final int ACKNOWLEDGE_EVERY = 100;
    private static final int BODY_BYTES = 40;
    private static final long PATIENCE_SECONDS = 10;

    private final Connection publishing;
    private final Connection consuming;
    private final Channel publisher;
    private final String queue;

    /** Places for messages that are not confirmed. */
    private final Semaphore window = new Semaphore(WINDOW);

    /** A permit for each message that has arrived. */
    private final Semaphore arrived = new Semaphore(0);

    private volatile Histogram latency = new Histogram(3);
    private volatile long lastNanos;

    /** @param queue is made, and goes with its consumer */
    OneWay(URI broker, String queue) throws IOException {
        this.queue = queue;
        this.publishing = Broker.connect(broker);
        this.publisher = publishing.createChannel();
        publisher.queueDeclare(queue, true, false, true, Map.of());
        publisher.confirmSelect();
        Confirms confirms = new Confirms();
        publisher.addConfirmListener(confirms::take, (tag, multiple) -> {
            throw new IOException("the broker refuses a message");
        });
        this.consuming = Broker.connect(broker);
        Channel consumer = consuming.createChannel();
        consumer.basicQos(PREFETCH);
        consumer.basicConsume(queue, false, new Arrivals(consumer));
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        latency = new Histogram(3);
        long begin = System.nanoTime();
        int published = 0;
        for (long now = begin; now - begin < length.toNanos(); now = System.nanoTime()) {
            take(window, 1, "confirm");
            byte[] body =
                    ByteBuffer.allocate(BODY_BYTES).putLong(System.nanoTime()).array();
            publisher.basicPublish("", queue, MessageProperties.MINIMAL_PERSISTENT_BASIC, body);
            published++;
        }
        take(window, WINDOW, "confirm");
        window.release(WINDOW);
        take(arrived, published, "deliver");
        return Done.within(lastNanos - begin, latency);
    }

    private static void take(Semaphore permits, int count, String what) throws IOException, InterruptedException {
        if (!permits.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker did not " + what + " a message within " + PATIENCE_SECONDS + " s");
        }
    }

    @Override
    public void close() {
        publishing.abort();
        consuming.abort();
    }

    /** Gives places back. Used by one thread. A broker confirms in any order, and may confirm all up to a message at once. */
    private final class Confirms {
        private final Set<Long> early = new HashSet<>();
        private long lowest = 1;

        void take(long tag, boolean multiple) {
            int freed = multiple ? 0 : 1;
            if (multiple) {
                for (; lowest <= tag; lowest++) {
                    freed += early.remove(lowest) ? 0 : 1;
                }
            } else {
                early.add(tag);
            }
            while (early.remove(lowest)) {
                lowest++;
            }
            window.release(freed);
        }
    }

    private final class Arrivals extends DefaultConsumer {
        private int unacknowledged;

        Arrivals(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            long now = System.nanoTime();
            latency.recordValue(now - ByteBuffer.wrap(body).getLong());
            lastNanos = now;
            if (++unacknowledged == ACKNOWLEDGE_EVERY) {
                unacknowledged = 0;
                getChannel().basicAck(envelope.getDeliveryTag(), true);
            }
            arrived.release();
        }
    }
}
