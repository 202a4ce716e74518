package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.ServerHandle;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages that end sessions, in a classic queue of a RabbitMQ; and users who may not do what a worker does. */
@Needs(External.RABBITMQ)
final class RabbitClassicPoisonIT extends AmqpPoisonContract {
    private static final String ANYTHING = ".*";
    private static final String NOT_THE_DEFAULT_EXCHANGE = "onsale.*";

    @Override
    URI broker() {
        return Servers.amqp();
    }

    @Override
    String type() {
        return "classic";
    }

    @Test
    void whoMayNotReplyIsToldAtTheStart() throws Exception {
        serve(forgetful()).close();
        URI silent = RabbitUsers.with(broker(), "silent", ANYTHING, NOT_THE_DEFAULT_EXCHANGE, ANYTHING);
        publish("BUY alice r1", properties("nowhere", Map.of()));
        String rule = "the user silent may not send messages to queues at 127.0.0.1:" + broker().getPort()
                + " (write permission for amq.default): ACCESS_REFUSED";
        assertThatThrownBy(() -> transport().serve(forgetful(), at(silent)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(rule);
        assertThatThrownBy(() -> transport().connect(at(silent), ClientOptions.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(rule);
        assertThat(sold()).isZero();
    }

    @Test
    void aReplyThatCannotBeSentDoesNotBringItsMessageBack() throws Exception {
        URI user = RabbitUsers.with(broker(), "silenced", ANYTHING, ANYTHING, ANYTHING);
        try (ServerHandle worker = transport().serve(forgetful(), at(user))) {
            RabbitUsers.with(broker(), "silenced", ANYTHING, NOT_THE_DEFAULT_EXCHANGE, ANYTHING);
            publish("BUY alice r1", properties("nowhere", Map.of()));
            await().untilAsserted(() -> assertThat(worker.counters()).containsEntry("acked", 1L));
            RabbitUsers.with(broker(), "silenced", ANYTHING, ANYTHING, ANYTHING);
            requireServed();
            assertThat(sold()).isEqualTo(2);
            assertThat(worker.counters()).containsEntry("redeliveries", 0L);
        }
    }

    @Test
    void whoMayNotReadOrDeclareIsToldAtTheStart() throws Exception {
        URI blind = RabbitUsers.with(broker(), "blind", ANYTHING, ANYTHING, "nothing");
        assertThatThrownBy(() -> transport().serve(forgetful(), at(blind)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot take messages from the queue onsale.test.")
                .hasMessageContaining("ACCESS_REFUSED");
        assertThatThrownBy(() -> transport().connect(at(blind), ClientOptions.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot have a reply queue at 127.0.0.1:")
                .hasMessageContaining("ACCESS_REFUSED");
        URI modest = RabbitUsers.with(broker(), "modest", "nothing", ANYTHING, ANYTHING);
        transport().serve(forgetful(), at(modest)).close(); // the queues are there, and it needs no more
    }
}
