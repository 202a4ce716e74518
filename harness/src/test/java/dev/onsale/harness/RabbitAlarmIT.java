package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.ServerHandle;
import dev.onsale.rabbit.RabbitTransport;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A RabbitMQ that is low on memory takes no messages. */
@Needs(External.RABBITMQ)
@Isolated("no other test can publish meanwhile")
@Timeout(60)
final class RabbitAlarmIT {
    private final RabbitTransport transport = new RabbitTransport();

    @Test
    void aBrokerThatTakesNoMessagesIsNamedAtTheStart() throws Exception {
        URI queue = URI.create(Servers.amqp() + "?queue=onsale.test.alarm");
        try (ServerHandle worker = transport.serve(AmqpTransportContract.echoing("w1"), queue)) {
            RabbitUsers.ask(queue, "rabbit_alarm:set_alarm({{resource_limit, memory, node()}, []}).");
            try {
                assertThatThrownBy(() -> transport.serve(AmqpTransportContract.echoing("w2"), queue))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the broker at 127.0.0.1:" + queue.getPort() + " takes no messages: low on memory");
                assertThatThrownBy(() -> transport.connect(queue, ClientOptions.DEFAULT))
                        .isInstanceOf(IOException.class)
                        .hasMessageEndingWith(" takes no messages: low on memory");
            } finally {
                RabbitUsers.ask(queue, "rabbit_alarm:clear_alarm({resource_limit, memory, node()}).");
            }
            assertThat(worker.counters()).containsEntry("reconnects", 0L);
        }
    }
}
