package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts messages into a dead-letter queue, over a connection of its own: the worker's may wait for memory, which is not free before
 * these are confirmed. One thread puts; the listeners are called on the connection's own.
 */
final class DeadLetters<T> implements AutoCloseable {
    private static final int WINDOW = 100;

    private final AmqpAddress address;
    private final BrokerLink link;
    private final ConfirmingPublisher<T> publisher;
    private volatile boolean failed;

    /**
     * Connects.
     *
     * @param stored told of messages that the queue holds now
     * @param lost told once, when no more can be put
     */
    DeadLetters(AmqpAddress address, Consumer<List<T>> stored, Runnable lost) throws IOException {
        this.address = address;
        link = BrokerLink.open(address, "onsale-amqp-dead-letters");
        Runnable fail = () -> {
            failed = true;
            lost.run();
        };
        try {
            Channel channel = link.channel();
            channel.addReturnListener((code, text, exchange, key, properties, body) -> fail.run());
            channel.addShutdownListener(cause -> fail.run());
            publisher = new ConfirmingPublisher<>(link, channel, WINDOW, new ConfirmingPublisher.Listener<T>() {
                @Override
                public void confirmed(List<T> items) {
                    if (!failed) { // a returned message is confirmed, too
                        stored.accept(items);
                    }
                }

                @Override
                public void refused(List<T> items) {
                    fail.run();
                }
            });
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** Puts a message there. Blocks while too many are unconfirmed. */
    void put(AMQP.BasicProperties.Builder properties, byte[] body, T item) throws IOException, InterruptedException {
        try {
            if (publisher.awaitRoom()) {
                publisher.publish(address.deadLetterQueue(), properties, body, item);
            }
        } finally {
            link.uncork();
        }
    }

    @Override
    public void close() {
        publisher.close();
        link.close();
    }
}
