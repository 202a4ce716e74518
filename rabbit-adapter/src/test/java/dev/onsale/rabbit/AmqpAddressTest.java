package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AmqpAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://broker",
                "amqp://broker/",
                "amqp://broker:5672/%2F",
                "amqp://guest:guest@broker:5672?queue=onsale"
            })
    void whatIsLeftOutHasADefault(String uri) {
        assertThat(of(uri))
                .isEqualTo(new AmqpAddress(
                        false, "broker", 5672, "guest", "guest", "/", "onsale", QueueType.CLASSIC, 500));
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(of("amqp://us%3Aer:p%40s+s@[::1]:1234/v%2Fh?queue=a%26b+c&type=quorum&prefetch=7"))
                .isEqualTo(
                        new AmqpAddress(false, "[::1]", 1234, "us:er", "p@s+s", "v/h", "a&b+c", QueueType.QUORUM, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://broker",
                "amqp://us%3Aer:p%40s+s@[::1]:1234/v%2Fh?queue=a%26b+c%20d&type=quorum&prefetch=7",
                "amqp://a:@broker/x?queue=%E7%A5%A8"
            })
    void anAddressSurvivesItsOwnUri(String uri) {
        AmqpAddress address = of(uri);
        assertThat(AmqpAddress.of(address.toUri())).isEqualTo(address);
    }

    @Test
    void overTlsItHasAnotherPortAndStaysSo() {
        AmqpAddress address = of("amqps://broker");
        assertThat(address.tls()).isTrue();
        assertThat(address.port()).isEqualTo(5671);
        assertThat(AmqpAddress.of(address.toUri())).isEqualTo(address);
    }

    @Test
    void whatPeopleSeeHasNoCredentials() {
        assertThat(AmqpAddress.withoutCredentials(URI.create("amqp://u:se@cret@a:1/v?queue=q")))
                .hasToString("amqp://a:1/v?queue=q");
        assertThat(AmqpAddress.withoutCredentials(URI.create("amqp://a:1"))).hasToString("amqp://a:1");
    }

    @Test
    void guestIsToldWhereHeIsLetIn() {
        assertThat(BrokerLink.refusal(of("amqp://broker")))
                .isEqualTo(
                        "the broker at broker:5672 refuses the user or the password: RabbitMQ lets guest in from its own host only,"
                                + " so name another user");
        assertThat(BrokerLink.refusal(of("amqp://localhost"))).endsWith("refuses the user or the password");
        assertThat(BrokerLink.refusal(of("amqp://me:x@broker"))).endsWith("refuses the user or the password");
    }

    @Test
    void itsTextShowsNoCredentials() {
        assertThat(of("amqp://user:secret@broker:1/v?queue=q")).hasToString("broker:1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amqp://u:secret@h?prefech=1       | unknown option in the address: prefech (known: prefetch, queue, type)
            amqp://u:secret@h?queue=a&queue=b | given twice in the address: queue
            amqp://u:secret@h?type=stream     | unknown queue type: stream (known: classic, quorum)
            amqp://u:secret@h?prefetch=0      | must be in 1..65535: prefetch=0
            amqp://u:secret@h?prefetch=65536  | must be in 1..65535: prefetch=65536
            amqp://u:secret@h?prefetch=many   | must be a number in 1..65535: prefetch=many
            amqp://u:secret@h?queue=          | must be 1 to 251 bytes of UTF-8: queue=
            amqp://u:secret@h?                | unknown option in the address:  (known: prefetch, queue, type)
            amqp://u:secret@a_b:1             | must be a host name of letters, digits, hyphens and dots, and an underscore is none of them: host=a_b:1
            amqp://u:se@cret@a:1              | must be a host name of letters, digits, hyphens and dots: host=a:1
            http://u:secret@h                 | must be amqp://[user:password@]host[:port][/vhost][?queue=…]: scheme=http host=h
            amqp:u:secret                     | must be amqp://[user:password@]host[:port][/vhost][?queue=…]: scheme=amqp host=null
            """)
    void nonsenseIsRefusedWithoutCredentials(String uri, String message) {
        assertThatThrownBy(() -> of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static AmqpAddress of(String uri) {
        return AmqpAddress.of(URI.create(uri));
    }
}
