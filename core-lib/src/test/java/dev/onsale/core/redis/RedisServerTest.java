package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisServerTest {
    @ParameterizedTest
    @CsvSource({
        "redis://host, '', ''",
        "redis://secret@host, '', secret",
        "redis://:secret@host, '', secret",
        "redis://me:secret@host, me, secret",
        "redis://me:se%40cr:et@host, me, se@cr:et",
        "redis://@host, '', ''"
    })
    void whatStandsAloneBeforeTheHostIsAPassword(URI address, String user, String password) {
        RedisServer server = RedisServer.of(address);
        assertThat(server.user().orElse("")).isEqualTo(user);
        assertThat(server.password().orElse("")).isEqualTo(password);
        assertThat(server.toString()).isEqualTo("redis://host:6379");
    }

    @Test
    void theRestIsReadAsWell() {
        assertThat(RedisServer.of(URI.create("rediss://[::1]:7000/3")))
                .isEqualTo(new RedisServer(true, "[::1]", 7000, Optional.empty(), Optional.empty(), 3));
        assertThatThrownBy(() -> RedisServer.of(URI.create("redis://host/tickets")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a Redis database must be a number: /tickets");
    }
}
