package dev.onsale.harness.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.onsale.harness.External;
import dev.onsale.harness.Needs;
import dev.onsale.harness.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AmqpBackendIT {
    @Test
    void theEmbeddedBrokerConfirmsAndDelivers() throws Exception {
        try (Backend broker = AmqpBackend.open("embedded", Servers.processes())) {
            assertThat(broker).hasToString("embedded AMQP broker (Qpid Broker-J 10.1.0)");
            assertThat(broker.origin()).isEqualTo(Backend.Origin.EMBEDDED);
            confirmedRoundTrip(broker.uri());
        }
    }

    @Test
    void theEmbeddedBrokerComesBackOnItsAddress() throws Exception {
        try (Backend broker = AmqpBackend.open("embedded", Servers.processes())) {
            broker.control().orElseThrow().kill();
            broker.control().orElseThrow().restart();
            confirmedRoundTrip(broker.uri());
        }
    }

    @Test
    @Needs(External.RABBITMQ)
    void aPrivateRabbitMqConfirmsAndDelivers() throws Exception {
        assertThat(AmqpProbe.greet(Servers.amqp(), Duration.ofSeconds(5)).product())
                .isEqualTo("RabbitMQ");
        confirmedRoundTrip(Servers.amqp());
    }

    @Test
    @Needs(External.RABBITMQ)
    void aPrivateRabbitMqKeepsItsMessagesAcrossARestart() throws Exception {
        try (Backend rabbit = AmqpBackend.open("auto", Servers.processes())) {
            assertThat(rabbit.label()).isEqualTo("private RabbitMQ " + rabbit.version());
            ServerControl control = rabbit.control().orElseThrow();
            try (Connection connection = connect(rabbit.uri());
                    Channel channel = connection.createChannel()) {
                channel.queueDeclare("kept", true, false, false, Map.of());
                publishConfirmed(channel, "kept");
            }

            control.restart();

            try (Connection connection = connect(rabbit.uri());
                    Channel channel = connection.createChannel()) {
                assertThat(channel.basicGet("kept", true)).isNotNull();
            }

            control.kill();
            assertThatThrownBy(() -> AmqpProbe.greet(rabbit.uri(), Duration.ofSeconds(5)))
                    .hasMessageContaining("Connection refused");
            control.restart();

            confirmedRoundTrip(rabbit.uri());
            assertThat(control.cpuTime()).isPositive();
        }
    }

    @Test
    void aGivenBrokerIsUsedAndLeftRunning() throws Exception {
        URI address = Servers.embeddedAmqp();
        try (Backend given =
                AmqpBackend.open("amqp://guest:guest@127.0.0.1:" + address.getPort(), Servers.processes())) {
            assertThat(given.control()).isEmpty();
            assertThat(given.label()).endsWith("at amqp://127.0.0.1:" + address.getPort());
            assertThat(given.toString()).doesNotContain("guest");
        }
        confirmedRoundTrip(address);
    }

    @Test
    void anUnreachableBrokerIsOneSentenceWithoutThePassword() {
        int nobody = Ports.free();
        assertThatThrownBy(() -> AmqpBackend.open("amqp://user:secret@127.0.0.1:" + nobody, Servers.processes()))
                .isInstanceOf(IOException.class)
                .hasMessage("no AMQP broker answers at amqp://127.0.0.1:" + nobody + ": Connection refused");
    }

    @Test
    void aRefusedPasswordIsNotRepeated() {
        URI address = Servers.embeddedAmqp();
        assertThatThrownBy(() ->
                        AmqpBackend.open("amqp://guest:secret@127.0.0.1:" + address.getPort(), Servers.processes()))
                .isInstanceOf(IOException.class)
                .hasMessage("the AMQP broker at amqp://127.0.0.1:" + address.getPort()
                        + " refuses the user or the password");
    }

    private static Connection connect(URI uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        return factory.newConnection();
    }

    private static void publishConfirmed(Channel channel, String queue) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(
                "",
                queue,
                MessageProperties.PERSISTENT_TEXT_PLAIN,
                "BUY client-1 request-1".getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(10_000);
    }

    private static void confirmedRoundTrip(URI uri) throws Exception {
        try (Connection connection = connect(uri);
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            publishConfirmed(channel, queue);
            assertThat(channel.basicGet(queue, true).getBody()).asString().isEqualTo("BUY client-1 request-1");
        }
    }
}
