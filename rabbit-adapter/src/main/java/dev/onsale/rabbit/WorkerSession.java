package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A worker's connection to the broker, and the messages that it took over it. Nothing of it outlives the connection. */
final class WorkerSession implements Reconnector.Session {
    /*
     * The way of a message. The connection's own thread reads it and hands it to the service, which never blocks, together with those that
     * arrived at the same time, as one call; so as many messages as the prefetch allows are with the service at once, and its batches
     * fill. Whoever completes the service's answer leaves it in the
     * outbox. The session's thread takes what has gathered there, publishes the replies, then acknowledges, and all of that leaves in one
     * write. Reply before acknowledgement, on one channel: a broker that has the second has the first. Clients that want it get their
     * replies of such a bunch in one message.
     *
     * An unknown outcome is answered UNKNOWN and acknowledged, not given back to the queue. The client holds the request id, and a
     * strategy that remembers requests resolves the client's retry; one that does not would, handed the same message again, sell a second
     * ticket to it. And while a store is down, messages given back would only go round in circles.
     *
     * For the same reason a message is delivered again only when its connection died first. The service then gets it once more, as
     * it came: to remember is the strategy's business.
     *
     * A body with a line that cannot be read goes to the dead-letter queue first, and only when the broker has confirmed it are its
     * good lines sold. So if that fails, and with it the session, nothing of it has been sold when the message comes again. The worker
     * publishes to the dead-letter queue itself, since not every broker has dead-letter exchanges.
     */

    /** How long a leaving worker waits for the answers to what it took. */
    static final Duration DRAIN = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(WorkerSession.class.getName());
    private static final long IDLE_MILLIS = 60_000;
    /** How long an answered message waits behind an unanswered one for its acknowledgement when nothing else happens. */
    private static final long STRAGGLER_MILLIS = 20;

    /** Messages that are sold together, at the most: those that come first do not wait for more. */
    private static final int MOST_TOGETHER = 128;

    private static final int MAX_SHORT_STRING_BYTES = 255;
    /** In UTF-8. */
    private static final int MAX_BYTES_A_CHAR = 3;

    private final BrokerLink link;
    private final Channel channel;
    private final ConfirmingPublisher<Message> deadLetters;
    private final TicketService service;
    private final WorkerCounters counters;
    private final AckLedger ledger;
    private final Mailbox<Message> outbox = new Mailbox<>();

    /** Delivered together, and not sold yet; of the connection's thread. */
    private final List<Message> arrived = new ArrayList<>();

    private String consumerTag = "";
    private volatile boolean leaving;

    private WorkerSession(BrokerLink link, TicketService service, WorkerCounters counters) throws IOException {
        int prefetch = link.address().prefetch();
        this.link = link;
        this.service = service;
        this.counters = counters;
        this.channel = link.channel();
        this.ledger = new AckLedger(Math.max(1, prefetch / 4));
        Channel confirming = link.channel();
        confirming.addReturnListener((code, text, exchange, key, properties, body) -> outbox.close());
        confirming.addShutdownListener(cause -> outbox.close());
        this.deadLetters = new ConfirmingPublisher<>(link, confirming, prefetch, new DeadLetterConfirms());
    }

    /** A message that was taken. */
    private static final class Message {
        final AckLedger.Delivery delivery;
        final AMQP.BasicProperties properties;
        final byte[] body;
        final Order order;
        /** The service's, once it has given them; set before the message goes to the outbox. */
        @Nullable
        List<Answer> answers;

        Message(AckLedger.Delivery delivery, AMQP.BasicProperties properties, byte[] body) {
            this.delivery = delivery;
            this.properties = properties;
            this.body = body;
            this.order = BuyLines.read(body);
        }
    }

    /** Connects, declares the queues, and consumes. */
    static WorkerSession open(AmqpAddress address, TicketService service, WorkerCounters counters) throws IOException {
        BrokerLink link = BrokerLink.open(address, "onsale-amqp-worker");
        try {
            WorkerSession session = new WorkerSession(link, service, counters);
            session.listen();
            return session;
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private void listen() throws IOException {
        link.declareQueues(channel, link.address());
        channel.addShutdownListener(cause -> outbox.close());
        link.whenDelivered(this::sellArrived);
        channel.basicQos(link.address().prefetch());
        consumerTag = channel.basicConsume(link.address().queue(), false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                delivered(envelope, properties, body);
            }

            @Override
            public void handleCancel(String tag) {
                outbox.close(); // the queue was deleted, or has moved: begin again
            }
        });
    }

    private void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        counters.deliveries.increment();
        if (envelope.isRedeliver()) {
            counters.redeliveries.increment();
        }
        Message message = new Message(ledger.taken(envelope.getDeliveryTag()), properties, body);
        if (message.order.refused().isEmpty()) {
            arrived.add(message);
            if (arrived.size() >= MOST_TOGETHER) {
                sellArrived();
            }
        } else {
            outbox.put(message); // the dead-letter queue comes first
        }
    }

    private void sellArrived() {
        if (!arrived.isEmpty()) {
            sell(List.copyOf(arrived));
            arrived.clear();
        }
    }

    private void sell(List<Message> messages) {
        List<Purchase> purchases = new ArrayList<>(messages.size());
        messages.forEach(message -> purchases.addAll(message.order.purchases()));
        CompletionStage<List<Answer>> sold;
        try {
            sold = purchases.isEmpty() ? CompletableFuture.completedFuture(List.of()) : service.buy(purchases);
        } catch (RuntimeException e) {
            sold = CompletableFuture.failedFuture(e);
        }
        sold.whenComplete((given, failure) -> {
            List<Answer> answers =
                    given != null && given.size() == purchases.size() ? given : unknown(purchases.size());
            int from = 0;
            for (Message message : messages) {
                int to = from + message.order.purchases().size();
                message.answers = answers.subList(from, to);
                from = to;
            }
            outbox.putAll(messages);
        });
    }

    private static List<Answer> unknown(int size) {
        return Collections.nCopies(size, Answer.unattended(new Outcome.Unknown("the service failed")));
    }

    @Override
    public void run() throws InterruptedException {
        try {
            long leaveByNanos = 0;
            boolean cancelled = false;
            while (!outbox.isClosed()) {
                List<Message> messages =
                        outbox.take(cancelled || ledger.waiting() > 0 ? STRAGGLER_MILLIS : IDLE_MILLIS);
                handle(messages);
                if (leaving && !cancelled) {
                    cancelled = true;
                    leaveByNanos = System.nanoTime() + DRAIN.toNanos();
                    channel.basicCancel(consumerTag);
                }
                if (cancelled && (ledger.isEmpty() || System.nanoTime() - leaveByNanos >= 0)) {
                    return;
                }
            }
        } catch (IOException | AlreadyClosedException e) {
            LOG.log(Level.DEBUG, "connection lost while answering", e);
        } finally {
            outbox.close();
            deadLetters.close();
            link.close();
        }
    }

    private void handle(List<Message> messages) throws IOException, InterruptedException {
        link.cork();
        try {
            Map<String, ReplyGatherer> gathering = new HashMap<>();
            for (Message message : messages) {
                if (message.answers == null) {
                    deadLetter(message);
                } else {
                    reply(message, message.answers, gathering);
                    ledger.answered(message.delivery);
                }
            }
            for (Map.Entry<String, ReplyGatherer> gathered : gathering.entrySet()) {
                reply(gathered.getKey(), gathered.getValue());
            }
            int acked = messages.isEmpty() || leaving
                    ? ledger.settleAll(channel::basicAck)
                    : ledger.settle(channel::basicAck);
            counters.acked.add(acked);
        } finally {
            link.uncork();
        }
    }

    /** Replies, or leaves the reply with those that are gathered for its client. */
    private void reply(Message message, List<Answer> answers, Map<String, ReplyGatherer> gathering) throws IOException {
        AMQP.BasicProperties properties = message.properties;
        String replyTo = shortString(properties.getReplyTo());
        if (replyTo == null) {
            return;
        }
        if (!ReplyGatherer.isWanted(properties)) {
            ReplyLines.Reply reply = ReplyLines.write(message.order, answers);
            Map<String, Object> headers =
                    Map.of(ReplyGatherer.WORKER, reply.worker(), ReplyGatherer.REPLAYED, reply.replayed());
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            publish(replyTo, shortString(properties.getCorrelationId()), headers, body, 1);
            return;
        }
        String worker = ReplyLines.worker(answers);
        ReplyGatherer gatherer = gathering.computeIfAbsent(replyTo, to -> new ReplyGatherer(worker));
        if (!gatherer.takes(message.order, worker)) {
            reply(replyTo, gatherer);
            gatherer = new ReplyGatherer(worker);
            gathering.put(replyTo, gatherer);
        }
        gatherer.add(properties.getCorrelationId(), message.order, answers);
    }

    private void reply(String replyTo, ReplyGatherer gathered) throws IOException {
        publish(replyTo, null, gathered.headers(), gathered.body(), gathered.size());
    }

    private void publish(
            String replyTo, @Nullable String correlationId, Map<String, Object> headers, byte[] body, int replies)
            throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .correlationId(correlationId)
                .headers(headers)
                .build();
        try {
            channel.basicPublish("", replyTo, properties, body);
            counters.replies.add(replies);
            counters.replyMessages.increment();
        } catch (IllegalArgumentException e) {
            // Headers beyond the broker's frame size. To take the message again would not make them shorter.
            LOG.log(Level.WARNING, "cannot reply to {0} messages: {1}", replies, e.getMessage());
        }
    }

    private void deadLetter(Message message) throws IOException, InterruptedException {
        Order.Refused first = message.order.refused().get(0);
        AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder()
                .correlationId(shortString(message.properties.getCorrelationId()))
                .headers(Map.of("reason", "line " + (first.index() + 1) + ": " + first.why()));
        if (deadLetters.awaitRoom()) {
            deadLetters.publish(link.address().deadLetterQueue(), properties, message.body, message);
        }
    }

    private final class DeadLetterConfirms implements ConfirmingPublisher.Listener<Message> {
        @Override
        public void confirmed(List<Message> messages) {
            if (outbox.isClosed()) {
                return; // a returned message is confirmed, too
            }
            counters.deadLettered.add(messages.size());
            sell(messages);
        }

        @Override
        public void refused(List<Message> messages) {
            outbox.close();
        }
    }

    /** Bytes that are no UTF-8 grow when they are read and written again, perhaps beyond what AMQP allows here. */
    private static @Nullable String shortString(@Nullable String text) {
        boolean fits = text != null
                && (text.length() <= MAX_SHORT_STRING_BYTES / MAX_BYTES_A_CHAR
                        || text.getBytes(StandardCharsets.UTF_8).length <= MAX_SHORT_STRING_BYTES);
        return fits ? text : null;
    }

    @Override
    public void leave() {
        leaving = true;
        outbox.wake();
    }

    @Override
    public void cut() {
        link.cut();
    }
}
