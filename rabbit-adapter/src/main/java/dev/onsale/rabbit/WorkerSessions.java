package dev.onsale.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Begins the sessions of a worker, each in the light of how the one before ended. Used by one thread at a time. */
final class WorkerSessions implements Reconnector.Opener<WorkerSession> {
    /*
     * The head of a queue is the same message until somebody acknowledges it. When it ends the session that takes it (the client library
     * cannot read it, say), it ends the next one, too, and nobody behind it is ever served. So after a session that ended without an
     * acknowledgement the next ones take one message at a time, and when several of them have ended in a row, the head is taken off
     * without a session: acknowledged by the broker itself, as it sends it.
     */

    /** Sessions without an acknowledgement before the head is taken off. */
    private static final int PATIENCE = 3;

    private static final System.Logger LOG = System.getLogger(WorkerSessions.class.getName());
    private static final long CONFIRM_MILLIS = 5_000;

    private final AmqpAddress address;
    private final TicketService service;
    private final WorkerCounters counters;

    private @Nullable WorkerSession last;
    private WorkerSession.@Nullable Message suspect;
    /** Sessions in a row that took a message, or could not, and acknowledged none. */
    private int fruitless;

    WorkerSessions(AmqpAddress address, TicketService service, WorkerCounters counters) {
        this.address = address;
        this.service = service;
        this.counters = counters;
    }

    @Override
    public WorkerSession open() throws IOException {
        if (last != null) {
            learnFrom(last);
            last = null;
        }
        if (fruitless >= PATIENCE) {
            takeOffHead();
            fruitless = 1;
        }
        WorkerSession session = WorkerSession.open(address, service, counters, fruitless > 0);
        last = session;
        return session;
    }

    private void learnFrom(WorkerSession ended) {
        if (ended.unreadable() != null) {
            fruitless = ended.achieved() ? 1 : fruitless + 1;
            suspect = null;
        } else if (ended.achieved()) {
            fruitless = 0;
        } else if (ended.latest() != null) {
            fruitless++;
            suspect = ended.latest();
        }
    }

    private void takeOffHead() throws IOException {
        BrokerLink link = BrokerLink.open(address, "onsale-amqp-worker");
        try {
            Channel channel = link.channel();
            channel.confirmSelect();
            GetResponse head = channel.basicGet(address.queue(), true);
            if (head != null) {
                put(channel, head);
            }
        } catch (IOException | ShutdownSignalException e) {
            Throwable why = link.unreadable();
            if (why == null) {
                throw new IOException(
                        "cannot take the first message off the queue " + address.queue() + ": " + BrokerLink.reason(e),
                        e);
            }
            takenOff("nobody can read it (" + why.getMessage() + ")");
        } finally {
            link.close();
        }
    }

    /** The message that the last sessions ended with becomes a dead letter. Another one has done nothing, and goes back. */
    private void put(Channel channel, GetResponse head) throws IOException {
        boolean guilty = suspect != null && isLike(suspect, head);
        AMQP.BasicProperties properties = head.getProps();
        if (guilty) {
            Map<String, Object> headers = new HashMap<>();
            headers.put("reason", "the session of a worker ended with it, " + PATIENCE + " times");
            properties = new AMQP.BasicProperties.Builder()
                    .correlationId(WorkerSession.shortString(properties.getCorrelationId()))
                    .deliveryMode(2)
                    .headers(headers)
                    .build();
        }
        String target = guilty ? address.deadLetterQueue() : address.queue();
        try {
            channel.basicPublish("", target, true, properties, head.getBody());
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a message was put into " + target, e);
        } catch (TimeoutException | AlreadyClosedException e) {
            throw new IOException("a message could not be put into " + target, e);
        }
        if (guilty) {
            takenOff("sessions ended with it; it is in " + target + " now");
        }
    }

    private void takenOff(String why) {
        counters.takenOff.increment();
        LOG.log(Level.WARNING, "a message was taken off the queue {0} unsold: {1}", address.queue(), why);
    }

    private static boolean isLike(WorkerSession.Message suspect, GetResponse head) {
        return Arrays.equals(suspect.body, head.getBody())
                && Objects.equals(
                        suspect.properties.getCorrelationId(), head.getProps().getCorrelationId());
    }
}
