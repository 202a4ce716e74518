package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.EntryPoint;
import dev.onsale.core.Route;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The queues of a deployment on a RabbitMQ. */
@Needs(External.RABBITMQ)
final class RabbitEntryPointIT extends AmqpEntryPointContract {
    @Override
    URI broker() {
        return Servers.amqp();
    }

    @Test
    void aQuorumQueueIsMadeWhenAskedFor() throws Exception {
        try (EntryPoint entry = transport().provision(deployment(broker(), Map.of("queue", "quorum")));
                Route route = entry.open(SALE)) {
            assertThat(route.clients().getQuery()).contains("&type=quorum&");
            requireDeclared(Map.of(
                    "x-queue-type",
                    "quorum",
                    "x-delivery-limit",
                    20,
                    "x-dead-letter-exchange",
                    "",
                    "x-dead-letter-routing-key",
                    queue() + ".dlq"));
        }
    }
}
