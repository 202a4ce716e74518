package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The queue transport on the embedded broker. */
final class EmbeddedAmqpTransportIT extends AmqpTransportContract {
    @Override
    URI broker() {
        return Servers.embeddedAmqp();
    }

    @Test
    void aQuorumQueueIsRefused() {
        assertThatThrownBy(() -> serve(echoing("w1"), "&type=quorum", broker()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("quorum queues need RabbitMQ, and the broker at 127.0.0.1:")
                .hasMessageNotContaining("guest");
    }
}
