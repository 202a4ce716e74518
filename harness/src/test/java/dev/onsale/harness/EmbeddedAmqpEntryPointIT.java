package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The queues of a deployment on the embedded broker. */
final class EmbeddedAmqpEntryPointIT extends AmqpEntryPointContract {
    @Override
    URI broker() {
        return Servers.embeddedAmqp();
    }

    @Test
    void aQuorumQueueIsRefusedWhenAskedFor() {
        assertThatThrownBy(() -> transport().provision(deployment(broker(), Map.of("queue", "quorum"))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("quorum queues need RabbitMQ, and the broker at 127.0.0.1:");
    }
}
