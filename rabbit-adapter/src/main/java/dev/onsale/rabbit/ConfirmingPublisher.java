package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;

/**
 * Publishes persistent, mandatory messages to queues, and tells what became of each: confirmed or refused. A message that no queue takes is
 * returned as well, before or after that; whether it then counts as confirmed (RabbitMQ) or refused (Qpid) says nothing. One thread
 * publishes; the listener is called on the connection's own.
 */
final class ConfirmingPublisher<T> {
    private static final int PERSISTENT = 2;

    private final BrokerLink link;
    private final Channel channel;
    private final ConfirmWindow<T> unconfirmed;

    /** Told of messages that the broker has taken, or refused. */
    interface Listener<T> {
        void confirmed(List<T> items);

        void refused(List<T> items);
    }

    /**
     * Turns the channel into one with confirms; nobody else may publish on it.
     *
     * @param window messages unconfirmed, at the most
     */
    ConfirmingPublisher(BrokerLink link, Channel channel, int window, Listener<T> listener) throws IOException {
        this.link = link;
        this.channel = channel;
        this.unconfirmed = new ConfirmWindow<>(window);
        channel.confirmSelect();
        channel.addConfirmListener(
                (number, multiple) -> listener.confirmed(unconfirmed.confirm(number, multiple)),
                (number, multiple) -> listener.refused(unconfirmed.confirm(number, multiple)));
        channel.addShutdownListener(cause -> unconfirmed.close());
    }

    /** Waits until one more message may be unconfirmed, and sends what the link holds back before; false when the channel is closed. */
    boolean awaitRoom() throws IOException, InterruptedException {
        return unconfirmed.hasRoom() || link.awaitUncorked(unconfirmed::awaitRoom);
    }

    /**
     * Publishes. There must be room.
     *
     * @param properties all but the delivery mode
     */
    void publish(String queue, AMQP.BasicProperties.Builder properties, byte[] body, T item) throws IOException {
        unconfirmed.add(channel.getNextPublishSeqNo(), item);
        channel.basicPublish(
                "", queue, true, properties.deliveryMode(PERSISTENT).build(), body);
    }

    /** Nobody waits for room any more. */
    void close() {
        unconfirmed.close();
    }
}
