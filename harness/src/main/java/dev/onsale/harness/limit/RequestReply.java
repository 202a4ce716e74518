package dev.onsale.harness.limit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Calls through the broker to somebody who does nothing but reply: a message each way, nothing persistent, nothing acknowledged. Each reply
 * sends the next call. Replies come by RabbitMQ's direct reply-to (https://www.rabbitmq.com/docs/direct-reply-to), which needs no queue;
 * from a broker that has none, by an exclusive queue.
 */
final class RequestReply implements Work {
    private static final int IN_FLIGHT = 64;
    private static final int BODY_BYTES = 40;
    private static final long PATIENCE_SECONDS = 10;
    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";

    private final Connection calling;
    private final Connection replying;
    private final Channel caller;
    private final String queue;
    private final AMQP.BasicProperties properties;

    /** A permit for each call that was the last of its kind. */
    private final Semaphore ended = new Semaphore(0);

    private volatile Histogram latency = new Histogram(3);
    private volatile long lastNanos;
    private volatile long untilNanos;

    /** @param queue is made, and goes with its consumer */
    RequestReply(URI broker, String queue) throws IOException {
        this.queue = queue;
        this.replying = Broker.connect(broker);
        Channel replier = replying.createChannel();
        replier.queueDeclare(queue, false, false, true, Map.of());
        replier.basicConsume(queue, true, new DefaultConsumer(replier) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties call, byte[] body)
                    throws IOException {
                getChannel().basicPublish("", call.getReplyTo(), null, body);
            }
        });
        this.calling = Broker.connect(broker);
        this.caller = calling.createChannel();
        String replyTo =
                "RabbitMQ".equals(String.valueOf(calling.getServerProperties().get("product")))
                        ? DIRECT_REPLY_TO
                        : caller.queueDeclare().getQueue();
        this.properties = new AMQP.BasicProperties.Builder().replyTo(replyTo).build();
        caller.basicConsume(replyTo, true, new DefaultConsumer(caller) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties reply, byte[] body)
                    throws IOException {
                replied(ByteBuffer.wrap(body).getLong());
            }
        });
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        latency = new Histogram(3);
        long begin = System.nanoTime();
        untilNanos = begin + length.toNanos();
        for (int i = 0; i < IN_FLIGHT; i++) {
            call();
        }
        if (!ended.tryAcquire(IN_FLIGHT, length.toMillis() + PATIENCE_SECONDS * 1_000, TimeUnit.MILLISECONDS)) {
            throw new IOException("a call through the broker was not replied to within " + PATIENCE_SECONDS + " s");
        }
        return Done.within(lastNanos - begin, latency);
    }

    private void replied(long calledNanos) throws IOException {
        long now = System.nanoTime();
        latency.recordValue(now - calledNanos);
        lastNanos = now;
        if (now - untilNanos < 0) {
            call();
        } else {
            ended.release();
        }
    }

    /** The first calls leave while replies to others call again, and a channel is for one thread at a time. */
    private void call() throws IOException {
        byte[] body = ByteBuffer.allocate(BODY_BYTES).putLong(System.nanoTime()).array();
        synchronized (properties) {
            caller.basicPublish("", queue, properties, body);
        }
    }

    @Override
    public void close() {
        calling.abort();
        replying.abort();
    }
}
