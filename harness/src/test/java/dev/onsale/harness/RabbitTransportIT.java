package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The queue transport on a RabbitMQ. */
@Needs(External.RABBITMQ)
final class RabbitTransportIT extends AmqpTransportContract {
    @Override
    URI broker() {
        return Servers.amqp();
    }

    @Test
    void aQuorumQueueSells() throws Exception {
        serve(echoing("w1"), "&type=quorum", broker());
        requireDeclared(Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                20,
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                queue() + ".dlq"));
        assertThat(join(client(ClientOptions.DEFAULT, broker()).buy(List.of(Purchase.any("a", "5")))))
                .containsExactly(new Answer(new Outcome.Sold(5), "w1", false));
    }

    @Test
    void queuesOfAnEarlierVersionAreGood() throws Exception {
        requireDeclared(Map.of("x-queue-type", "quorum"));
        declareDeadLetters(Map.of());
        serve(echoing("w1"), "&type=quorum", broker());
        assertThat(join(client(ClientOptions.DEFAULT, broker()).buy(List.of(Purchase.any("a", "5")))))
                .containsExactly(new Answer(new Outcome.Sold(5), "w1", false));
    }
}
