package dev.onsale.harness.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final List<String> SCHEMES = List.of("redis", "rediss");

    @Test
    void onlySchemeHostAndPortAreForPeople() {
        assertThat(Addresses.hostAndPort(URI.create("redis://user:secret@store:6379/3?password=secret")))
                .isEqualTo("redis://store:6379");
        assertThat(Addresses.hostAndPort(URI.create("amqps://[::1]"))).isEqualTo("amqps://[::1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:secret@ho st",
                "secret@host",
                "http://u:secret@host",
                "redis://u:secret@",
                "redis:secret",
                "secret:secret@host:1"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String value) {
        assertThatThrownBy(() -> Addresses.parse("--redis", value, SCHEMES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--redis must be auto, embedded or an address such as redis://host:port")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aMisspeltWordIsNamed() {
        assertThatThrownBy(() -> Addresses.parse("--redis", "embeded", SCHEMES)).hasMessageEndingWith(": embeded");
    }
}
