package dev.onsale.harness.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "redis://host:6379/3, redis://host:6379/3",
        "redis://secret@host:6379, redis://…@host:6379",
        "redis://user:secret@host:6379/3, redis://…@host:6379/3",
        "redis://user:sec@ret@host, redis://…@host",
        "redis://user:sec/r@et@host/0, redis://…@host/0",
        "amqp://u:se%2Fcret@host:5672/v?queue=a@b, amqp://…@host:5672/v?queue=a@b",
        "amqp://u:secret word@host, amqp://…@host",
        "u:secret@host, …@host",
        "auto, auto"
    })
    void whatIsShownHidesAllUpToTheLastAt(String address, String shown) {
        assertThat(Addresses.masked(address)).isEqualTo(shown);
    }

    @Test
    void theSameServerIsTheSameWhoeverComes() {
        assertThat(Addresses.isSameServer("redis://a:b@host:1/2", "redis://host:1/2"))
                .isTrue();
        assertThat(Addresses.isSameServer("redis://a:b@host:1/2", "redis://host:1/3"))
                .isFalse();
        assertThat(Addresses.isSameServer("auto", "redis://host:1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://my_store:6379    | a host name has no underscore, so give the server's IP address, or another name of it
            redis://u:p_w@my_store:1 | a host name has no underscore, so give the server's IP address, or another name of it
            redis://u:sec@ret@host   | an @ in a user or password must be written %40
            redis://:6379            | it has no host
            redis://h:99999          | a port is 1 to 65535, not 99999
            redis://h:0              | a port is 1 to 65535, not 0
            """)
    void whyAnAddressCannotBeUsedIsSaid(String address, String why) {
        assertThatThrownBy(() -> Addresses.parse("--redis", address, SCHEMES)).hasMessageEndingWith(": " + why);
    }
}
