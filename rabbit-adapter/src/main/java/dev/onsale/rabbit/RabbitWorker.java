package dev.onsale.rabbit;

import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A service that takes its purchases from a queue, session after session with the broker. Thread-safe. */
final class RabbitWorker implements ServerHandle {
    private final URI uri;
    private final WorkerCounters counters = new WorkerCounters();
    private final Reconnector<WorkerSession> sessions;

    RabbitWorker(TicketService service, URI at) throws IOException {
        AmqpAddress address = AmqpAddress.of(at);
        uri = AmqpAddress.withoutCredentials(at);
        sessions = new Reconnector<>("onsale-amqp-worker", new WorkerSessions(address, service, counters));
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> byName = counters.byName();
        byName.put("reconnects", sessions.reconnects());
        return byName;
    }

    @Override
    public void close() {
        sessions.close(WorkerSession.DRAIN.plus(Duration.ofSeconds(2)));
    }
}
