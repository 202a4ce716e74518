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
     * fill. Whoever completes the service's answer leaves it in the outbox. The session's thread takes what has gathered there,
     * acknowledges, then publishes the replies, and all of that leaves in one write. Clients that want it get their replies of such a
     * bunch in one message.
     *
     * A reply goes where a stranger says, so it may end the channel that it is published on, or the connection. That must not bring back
     * the message that it is for: hence the acknowledgement before the reply, and the replies on a channel of their own. When that
     * channel dies, the session acknowledges what it still has under way, and ends.
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
     *
     * A message may end every session that takes it, in ways that nobody has thought of. WorkerSessions sees to that: a careful session
     * takes one message at a time, so that it is known which one it was.
     */

    /** How long a leaving worker waits for the answers to what it took. */
    static final Duration DRAIN = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(WorkerSession.class.getName());
    private static final long IDLE_MILLIS = 60_000;
    /** How long an answered message waits behind an unanswered one for its acknowledgement when nothing else happens. */
    private static final long STRAGGLER_MILLIS = 20;

    /** Messages that are sold together, at the most: those that come first do not wait for more. */
    private static final int MOST_TOGETHER = 128;

    /** A careful session that has acknowledged so many is one like any other. */
    private static final int CAREFUL_MESSAGES = 500;

    private static final byte[] NO_BODY = {};

    private static final int MAX_SHORT_STRING_BYTES = 255;
    /** In UTF-8. */
    private static final int MAX_BYTES_A_CHAR = 3;

    private final BrokerLink link;
    private final Channel channel;
    private final Channel replies;
    private final TicketService service;
    private final WorkerCounters counters;
    private final MemoryGate memory = MemoryGate.ofHeap();
    private final AckLedger ledger;
    private final Mailbox<Message> outbox = new Mailbox<>();

    /** Delivered together, and not sold yet; of the connection's thread. */
    private final List<Message> arrived = new ArrayList<>();

    /** Opened for the first message that needs it. */
    private @Nullable DeadLetters<Message> deadLetters;

    private String consumerTag = "";
    private volatile boolean leaving;
    /** One message at a time. */
    private volatile boolean careful;

    private volatile @Nullable Message latest;
    /** Of the session's thread. */
    private long acknowledged;

    private WorkerSession(BrokerLink link, TicketService service, WorkerCounters counters, boolean careful)
            throws IOException {
        this.link = link;
        this.service = service;
        this.counters = counters;
        this.careful = careful;
        this.channel = link.channel();
        this.replies = link.channel();
        this.ledger = new AckLedger(Math.max(1, link.address().prefetch() / 4), memory);
    }

    /** A message that was taken. */
    static final class Message {
        final AckLedger.Delivery delivery;
        final boolean redelivered;
        final AMQP.BasicProperties properties;
        final Order order;
        /** Empty when nobody needs it any more. */
        final byte[] body;
        /** The service's, once it has given them; set before the message goes to the outbox. */
        @Nullable
        List<Answer> answers;

        Message(
                AckLedger.Delivery delivery,
                boolean redelivered,
                AMQP.BasicProperties properties,
                Order order,
                byte[] body) {
            this.delivery = delivery;
            this.redelivered = redelivered;
            this.properties = properties;
            this.order = order;
            this.body = body;
        }
    }

    /**
     * Connects, declares the queues, and consumes.
     *
     * @param careful one message at a time, until so many went well that none of those is left that the session before had
     * @throws IOException the broker cannot be reached, or the user may not do what a worker does
     */
    static WorkerSession open(AmqpAddress address, TicketService service, WorkerCounters counters, boolean careful)
            throws IOException {
        return BrokerLink.begin(address, "onsale-amqp-worker", link -> {
            link.requireMayPublish();
            WorkerSession session = new WorkerSession(link, service, counters, careful);
            session.listen();
            return session;
        });
    }

    private void listen() throws IOException {
        link.declareQueues(link.address());
        channel.addShutdownListener(cause -> outbox.close());
        replies.addShutdownListener(cause -> leave());
        link.whenDelivered(this::sellArrived);
        consume(careful ? 1 : link.address().prefetch());
    }

    private void consume(int prefetch) throws IOException {
        try {
            channel.basicQos(prefetch);
            consumerTag = channel.basicConsume(link.address().queue(), false, new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(
                        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                    delivered(envelope, properties, body);
                }

                @Override
                public void handleCancel(String tag) {
                    outbox.close(); // the queue was deleted, or has moved: begin again
                }
            });
        } catch (IOException | ShutdownSignalException e) {
            throw new IOException(
                    "cannot take messages from the queue " + link.address().queue() + " at " + link.address() + ": "
                            + BrokerLink.reason(e),
                    e);
        }
    }

    private void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        if (leaving && memory.isFull()) {
            return; // goes back to the queue with the connection
        }
        counters.deliveries.increment();
        if (envelope.isRedeliver()) {
            counters.redeliveries.increment();
        }
        Order order = BuyLines.read(body);
        boolean good = order.refused().isEmpty();
        AckLedger.Delivery delivery =
                ledger.taken(envelope.getDeliveryTag(), MemoryGate.needed(body.length, order.size()));
        Message message =
                new Message(delivery, envelope.isRedeliver(), properties, order, good && !careful ? NO_BODY : body);
        latest = message;
        if (good) {
            arrived.add(message);
            if (arrived.size() >= MOST_TOGETHER) {
                sellArrived();
            }
        } else {
            outbox.put(message); // the dead-letter queue comes first
        }
        if (memory.isFull()) {
            sellArrived();
            memory.awaitRoom();
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
                if (careful && acknowledged >= CAREFUL_MESSAGES) {
                    channel.basicCancel(consumerTag);
                    careful = false;
                    consume(link.address().prefetch());
                }
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
            memory.open();
            if (deadLetters != null) {
                deadLetters.close();
            }
            link.close();
        }
    }

    private void handle(List<Message> messages) throws IOException, InterruptedException {
        List<Message> decided = messages;
        if (messages.stream().anyMatch(message -> message.answers == null)) {
            decided = new ArrayList<>();
            for (Message message : messages) {
                if (message.answers == null) {
                    deadLetter(message);
                } else {
                    decided.add(message);
                }
            }
        }
        link.cork();
        try {
            for (Message message : decided) {
                ledger.answered(message.delivery);
            }
            int acked = messages.isEmpty() || leaving
                    ? ledger.settleAll(channel::basicAck)
                    : ledger.settle(channel::basicAck);
            counters.acked.add(acked);
            acknowledged += acked;
            reply(decided);
        } finally {
            link.uncork();
        }
    }

    private void reply(List<Message> messages) throws IOException {
        try {
            Map<String, ReplyGatherer> gathering = new HashMap<>();
            for (Message message : messages) {
                if (message.answers != null) {
                    reply(message, message.answers, gathering);
                }
            }
            for (Map.Entry<String, ReplyGatherer> gathered : gathering.entrySet()) {
                reply(gathered.getKey(), gathered.getValue());
            }
        } catch (AlreadyClosedException e) {
            LOG.log(Level.DEBUG, "the channel for replies is closed", e); // the session leaves
        }
    }

    /** Replies, or leaves the reply with those that are gathered for its client. */
    private void reply(Message message, List<Answer> answers, Map<String, ReplyGatherer> gathering) throws IOException {
        AMQP.BasicProperties properties = message.properties;
        String replyTo = shortString(properties.getReplyTo());
        if (replyTo == null) {
            return;
        }
        // One that ended the connection, for all its form, comes back and must not do it again.
        if (DirectReply.isDirect(replyTo) && (message.redelivered || !DirectReply.isWellFormed(replyTo))) {
            counters.unrepliable.increment();
            return;
        }
        if (!ReplyGatherer.isWanted(properties) || !ReplyGatherer.fits(message.order)) {
            ReplyLines.Reply reply = ReplyLines.write(message.order, answers);
            Map<String, Object> headers = ReplyHeaders.of(reply);
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
            String replyTo, @Nullable String correlationId, Map<String, Object> headers, byte[] body, int count)
            throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .correlationId(correlationId)
                .headers(headers)
                .build();
        try {
            replies.basicPublish("", replyTo, properties, body);
            counters.replies.add(count);
            counters.replyMessages.increment();
        } catch (IllegalArgumentException e) {
            // Headers beyond the broker's frame size. To take the message again would not make them shorter.
            LOG.log(Level.WARNING, "cannot reply to {0} messages: {1}", count, e.getMessage());
        }
    }

    private void deadLetter(Message message) throws IOException, InterruptedException {
        Order.Refused first = message.order.refused().get(0);
        AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder()
                .correlationId(shortString(message.properties.getCorrelationId()))
                .headers(Map.of("reason", "line " + (first.index() + 1) + ": " + first.why()));
        if (deadLetters == null) {
            deadLetters = new DeadLetters<>(link.address(), this::deadLettered, outbox::close);
        }
        deadLetters.put(properties, message.body, message);
    }

    private void deadLettered(List<Message> messages) {
        counters.deadLettered.add(messages.size());
        messages.forEach(message -> sell(List.of(message)));
    }

    /** Bytes that are no UTF-8 grow when they are read and written again, perhaps beyond what AMQP allows here. */
    static @Nullable String shortString(@Nullable String text) {
        boolean fits = text != null
                && (text.length() <= MAX_SHORT_STRING_BYTES / MAX_BYTES_A_CHAR
                        || text.getBytes(StandardCharsets.UTF_8).length <= MAX_SHORT_STRING_BYTES);
        return fits ? text : null;
    }

    @Override
    public void leave() {
        leaving = true;
        memory.open();
        outbox.wake();
    }

    @Override
    public boolean achieved() {
        return acknowledged > 0;
    }

    /** What it took last; null when it took nothing. */
    @Nullable
    Message latest() {
        return latest;
    }

    /** Why it could not read what the broker sent; null when it could. */
    @Nullable
    Throwable unreadable() {
        return link.unreadable();
    }

    @Override
    public void cut() {
        link.cut();
    }
}
