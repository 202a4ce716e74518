package dev.onsale.harness.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.harness.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

@Timeout(60)
class EmbeddedRedisIT {
    @Test
    void answersAndSaysWhatItIs() throws IOException {
        try (Backend redis = RedisBackend.open("auto", Durability.NONE, Servers.processes())) {
            assertThat(RedisProbe.info(redis.uri(), Duration.ofSeconds(1))).containsKey("redis_version");
            assertThat(redis.version()).isEqualTo("7.0.15");
            assertThat(redis).hasToString("embedded Redis 7.0.15");
            assertThat(redis.origin()).isEqualTo(Backend.Origin.EMBEDDED);
        }
    }

    @Test
    void keepsWhatItAnsweredAcrossACrash() throws IOException {
        try (Backend redis = RedisBackend.open("embedded", Durability.ALWAYS, Servers.processes())) {
            URI before = redis.uri();
            set(redis.uri(), "sold", "42");

            redis.control().orElseThrow().kill();
            redis.control().orElseThrow().restart();

            assertThat(redis.uri()).isEqualTo(before);
            assertThat(get(redis.uri(), "sold")).isEqualTo("42");
        }
    }

    @Test
    void isStartedAgainWhereItWasOnceItHasEndedAndNotBefore() throws IOException {
        try (Backend redis = RedisBackend.open("embedded", Durability.ALWAYS, Servers.processes())) {
            set(redis.uri(), "sold", "42");
            String before = process(redis);

            redis.ensureRunning();
            assertThat(process(redis)).isEqualTo(before);

            redis.control().orElseThrow().kill();
            redis.ensureRunning();
            assertThat(process(redis)).isNotEqualTo(before);
            assertThat(get(redis.uri(), "sold")).isEqualTo("42");
        }
    }

    private static String process(Backend redis) throws IOException {
        return RedisProbe.info(redis.uri(), Duration.ofSeconds(5)).getOrDefault("process_id", "");
    }

    @Test
    void comesBackEmptyWithoutDurability() throws IOException {
        try (Backend redis = RedisBackend.open("embedded", Durability.NONE, Servers.processes())) {
            set(redis.uri(), "sold", "42");

            redis.control().orElseThrow().restart();

            assertThat(get(redis.uri(), "sold")).isNull();
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Integer> free = List.of(Ports.free(), Ports.free(), Ports.free()); // another program may take one
            Iterator<Integer> ports = Stream.concat(Stream.of(taken.getLocalPort()), free.stream())
                    .iterator();
            try (Backend redis = EmbeddedRedis.start(Durability.NONE, Servers.processes(), ports::next)) {
                assertThat(redis.uri().getPort()).isIn(free);
            }
        }
    }

    @Test
    void aDirectoryWhereNothingMayRunIsOneSentence(@TempDir Path directory) throws IOException {
        Path notRunnable = Files.createFile(directory.resolve("redis-server"));
        assertThatThrownBy(() -> EmbeddedRedis.runnable(notRunnable))
                .isInstanceOf(IOException.class)
                .hasMessage("the embedded Redis cannot be run from " + directory
                        + ", where programs may not be run: name another directory with"
                        + " ONSALE_JVM_OPTIONS=-Djava.io.tmpdir=DIR, or give a Redis with --redis redis://host:port");
    }

    @Test
    void isNotTakenForAnotherRedisOnItsPort() throws IOException {
        int occupied = Servers.redis().getPort();
        int free = Ports.free();
        Iterator<Integer> ports = List.of(occupied, free).iterator();
        try (Backend redis = EmbeddedRedis.start(Durability.NONE, Servers.processes(), ports::next)) {
            assertThat(redis.uri().getPort()).isEqualTo(free);
        }
    }

    @Test
    void pausedItAnswersNothingAndResumedItDoes() throws IOException {
        try (Backend redis = RedisBackend.open("embedded", Durability.NONE, Servers.processes())) {
            ServerControl control = redis.control().orElseThrow();

            control.pause();
            assertThatThrownBy(() -> RedisProbe.info(redis.uri(), Duration.ofMillis(300)))
                    .isInstanceOf(IOException.class);
            control.resume();

            assertThat(RedisProbe.info(redis.uri(), Duration.ofSeconds(5))).isNotEmpty();
        }
    }

    @Test
    void aGivenServerIsUsedAndLeftRunning() throws IOException {
        URI address = Servers.redis();
        try (Backend given = RedisBackend.open(address.toString(), Durability.NONE, Servers.processes())) {
            assertThat(given).hasToString("Redis 7.0.15 at redis://127.0.0.1:" + address.getPort());
            assertThat(given.control()).isEmpty();
        }
        assertThat(RedisProbe.info(address, Duration.ofSeconds(1))).isNotEmpty();
    }

    @Test
    void anUnreachableServerIsOneSentenceWithoutThePassword() {
        int nobody = Ports.free();
        assertThatThrownBy(() -> RedisBackend.open(
                        "redis://user:secret@127.0.0.1:" + nobody + "/0", Durability.NONE, Servers.processes()))
                .isInstanceOf(IOException.class)
                .hasMessage("no Redis server answers at redis://127.0.0.1:" + nobody + ": Connection refused");
    }

    @Test
    void aRefusedPasswordIsNotRepeated() {
        String address = "redis://:secret@127.0.0.1:" + Servers.redis().getPort();
        assertThatThrownBy(() -> RedisBackend.open(address, Durability.NONE, Servers.processes()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the Redis server at redis://127.0.0.1:")
                .hasMessageContaining("refuses to serve us: ERR AUTH")
                .hasMessageNotContaining("secret");
    }

    private static void set(URI uri, String key, String value) {
        RedissonClient client = client(uri);
        try {
            client.<String>getBucket(key, StringCodec.INSTANCE).set(value);
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    private static String get(URI uri, String key) {
        RedissonClient client = client(uri);
        try {
            return client.<String>getBucket(key, StringCodec.INSTANCE).get();
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    private static RedissonClient client(URI uri) {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(uri.toString())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(2);
        return Redisson.create(config);
    }
}
