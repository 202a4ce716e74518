package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client's connection to the broker, its reply queue, and the calls that wait for a reply there. Calls are published by the one thread
 * that runs the session, in bunches; confirms and replies come on the connection's own thread. When the connection dies, so do all
 * its calls: their replies would go to a queue that is gone.
 */
final class ClientSession implements Reconnector.Session {
    private static final System.Logger LOG = System.getLogger(ClientSession.class.getName());
    /** Messages that the broker has not confirmed, at the most. */
    private static final int CONFIRM_WINDOW = 500;
    /** Calls that wait for their reply, at the most. */
    private static final int MAX_PENDING = 65_536;

    /** A refused message may have been an unroutable one, whose return comes next. */
    private static final long RETURN_NANOS = 100_000_000;

    private static final long IDLE_MILLIS = 60_000;

    private final BrokerLink link;
    private final Channel channel;
    private final String replyQueue;
    private final ClientCounters counters;
    private final Mailbox<Call> outbox = new Mailbox<>();
    private final PendingCalls pending;
    private final ConfirmingPublisher<Call> publisher;
    private final AtomicLong correlation = new AtomicLong();
    private volatile boolean achieved;

    private ClientSession(BrokerLink link, Channel channel, ClientCounters counters) throws IOException {
        this.link = link;
        this.channel = channel;
        this.counters = counters;
        this.pending = new PendingCalls(counters);
        this.replyQueue = channel.queueDeclare().getQueue();
        this.publisher = new ConfirmingPublisher<>(link, channel, CONFIRM_WINDOW, new Confirms());
    }

    /** Connects, and consumes from a new reply queue. */
    static ClientSession open(AmqpAddress address, ClientCounters counters) throws IOException {
        return BrokerLink.begin(address, "onsale-amqp-client", link -> {
            link.requireMayPublish();
            try {
                ClientSession session = new ClientSession(link, link.channel(), counters);
                session.listen();
                return session;
            } catch (IOException | ShutdownSignalException e) {
                throw new IOException("cannot have a reply queue at " + address + ": " + BrokerLink.reason(e), e);
            }
        });
    }

    private void listen() throws IOException {
        channel.addReturnListener((code, text, exchange, key, properties, body) -> returned(properties));
        channel.addShutdownListener(cause -> die("lost the broker"));
        // An answer most often brings the next call, so replies that come together bring a bunch.
        link.whenDelivered(outbox::release);
        channel.basicConsume(replyQueue, true, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                outbox.hold();
                pending.replied(properties, body);
            }

            @Override
            public void handleCancel(String tag) {
                die("somebody deleted the reply queue");
            }
        });
    }

    /** Whether the broker has asked publishers to hold back. */
    boolean isBlocked() {
        return link.isBlocked();
    }

    /** Hands in one message's worth of purchases. Does not block. */
    CompletionStage<List<Answer>> buy(List<Purchase> purchases, long deadlineNanos) {
        Call call = new Call(correlation.incrementAndGet(), purchases, deadlineNanos);
        if (pending.size() >= MAX_PENDING) {
            call.answerAll(Outcome.NotExecuted.BUSY);
            return call.answers();
        }
        pending.add(call);
        if (!outbox.put(call)) {
            pending.take(call.correlation());
            call.giveUp(Outcome.NotExecuted.UNAVAILABLE, "lost the broker");
        }
        return call.answers();
    }

    /** Gives up the calls whose time is over. */
    void expire(long nowNanos) {
        pending.expire(nowNanos, link.blocked());
    }

    @Override
    public void run() throws InterruptedException {
        try {
            while (!outbox.isClosed()) {
                publish(outbox.take(IDLE_MILLIS));
            }
        } catch (IOException | AlreadyClosedException e) {
            LOG.log(Level.DEBUG, "connection lost while publishing", e);
        } finally {
            die("lost the broker");
            link.close();
        }
    }

    private void publish(List<Call> calls) throws IOException, InterruptedException {
        link.cork();
        try {
            for (Call call : calls) {
                if (!publisher.awaitRoom()) {
                    return;
                }
                if (call.claim()) {
                    AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder()
                            .correlationId(Long.toString(call.correlation()))
                            .replyTo(replyQueue)
                            .type(ReplyGatherer.WANTED);
                    publisher.publish(link.address().queue(), properties, call.body(), call);
                    counters.published.increment();
                }
            }
        } finally {
            link.uncork();
        }
    }

    /** No queue takes it. The confirm, of either kind, comes before or after this. */
    private void returned(AMQP.BasicProperties properties) {
        Call call = pending.take(PendingCalls.number(properties.getCorrelationId()));
        if (call != null) {
            counters.returned.increment();
            call.answerAll(Outcome.NotExecuted.UNAVAILABLE);
        }
    }

    private final class Confirms implements ConfirmingPublisher.Listener<Call> {
        @Override
        public void confirmed(List<Call> calls) {
            counters.confirmed.add(calls.size());
            achieved = true;
        }

        @Override
        public void refused(List<Call> calls) {
            counters.nacked.add(calls.size());
            for (Call call : calls) {
                call.hasten(System.nanoTime() + RETURN_NANOS, "the broker refused the message");
            }
        }
    }

    /** Nothing comes back any more. */
    private void die(String cause) {
        outbox.close();
        publisher.close();
        pending.giveUp(cause);
    }

    @Override
    public void leave() {
        die("the client was closed");
    }

    @Override
    public boolean achieved() {
        return achieved;
    }

    @Override
    public void cut() {
        link.cut();
    }
}
