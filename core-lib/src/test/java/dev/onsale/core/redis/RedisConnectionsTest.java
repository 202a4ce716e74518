package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.StoreException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RedisConnectionsTest {
    @Test
    @Timeout(10)
    void nobodyThereIsOneClearSentence() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThatThrownBy(() -> RedisConnections.open(URI.create("redis://me:secret@127.0.0.1:" + port + "/3")))
                .isInstanceOf(StoreException.class)
                .hasMessage("cannot use Redis at redis://127.0.0.1:" + port + ": Connection refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:secret@127.0.0.1", "redis:127.0.0.1", "127.0.0.1", "redis://me:secret@/0"})
    void whatIsNoAddressIsRefusedWithoutItsSecrets(String address) {
        assertThatThrownBy(() -> RedisConnections.open(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://[[user]:password@]host[:port][/database]")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aDatabaseIsANumber() {
        assertThatThrownBy(() -> RedisConnections.open(URI.create("redis://127.0.0.1/tickets")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a Redis database must be a number: /tickets");
    }
}
