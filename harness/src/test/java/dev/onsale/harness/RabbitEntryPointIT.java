package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.EntryPoint;
import dev.onsale.core.Model;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
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
                Route route = entry.open(new Sale("s", Model.UNNUMBERED, 1))) {
            assertThat(route.clients().getQuery()).contains("&type=quorum&");
            assertThat(route.counters()).containsEntry("remaining", 0L);
        }
    }
}
