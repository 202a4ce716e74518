package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Outcome;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisBusyException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisLoadingException;
import org.redisson.client.RedisMovedException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.RedisReconnectedException;
import org.redisson.client.RedisResponseTimeoutException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.WriteRedisConnectionException;
import org.redisson.misc.RedisURI;

class FailuresTest {
    static Stream<Throwable> provablyNothing() {
        return Stream.of(
                new RedisConnectionException("no connection"),
                new RedisException("Unexpected exception", new ConnectException("Connection refused")),
                new RedisException("Unexpected exception", new CompletionException(new UnknownHostException("store"))),
                new RedisException("NOPERM this user has no permissions to run the 'evalsha' command"),
                new RedisException("DENIED Redis is running in protected mode"),
                new RedisMovedException(1, new RedisURI("redis://127.0.0.1:1")),
                new RedisTimeoutException("Unable to acquire connection!"),
                new RedisLoadingException("LOADING"),
                new RedisBusyException("BUSY"),
                new RedisReadonlyException("READONLY"),
                new RedisOutOfMemoryException("command not allowed"),
                new RedisException("MISCONF Redis is configured to save RDB snapshots"),
                new RedisException("EXECABORT Transaction discarded"));
    }

    static Stream<Throwable> anything() {
        return Stream.of(
                new RedisResponseTimeoutException("lost"),
                new RedisReconnectedException("Channel has been reconnected"),
                new RedisException("Unexpected exception", new ClosedChannelException()),
                new RedisException(new WriteRedisConnectionException("cut", new ConnectException("not this time"))),
                new RedissonShutdownException("Redisson is shutdown"),
                new RedisException("ERR MISCONF is not at the start"),
                new RedisException((String) null),
                new IllegalStateException("a bug"));
    }

    @ParameterizedTest
    @MethodSource("provablyNothing")
    void whatIsProvablyNothingIsNotExecuted(Throwable failure) {
        assertThat(Failures.ofCall(failure)).isEqualTo(Outcome.NotExecuted.UNAVAILABLE);
        assertThat(Failures.ofCommandInLine(new CompletionException(failure)))
                .isEqualTo(Outcome.NotExecuted.UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("anything")
    void theRestIsUnknown(Throwable failure) {
        assertThat(Failures.ofCommandInLine(new CompletionException(failure))).isInstanceOf(Outcome.Unknown.class);
        assertThat(Failures.ofCommandInLine(failure)).isInstanceOf(Outcome.Unknown.class);
    }

    /** Redis acts on whole commands: half of one did nothing, half of several did some. */
    @Test
    void aWriteCutOffIsNothingOnlyForOneCommand() {
        Throwable cut = new WriteRedisConnectionException("Unable to write command into connection!");
        assertThat(Failures.ofCall(cut)).isEqualTo(Outcome.NotExecuted.UNAVAILABLE);
        assertThat(Failures.ofCommandInLine(cut)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void causesDoNotQuoteWhatWasSent() {
        assertThat(Failures.ofCall(new RedisResponseTimeoutException("params: [secret]")))
                .isEqualTo(new Outcome.Unknown("Redis did not answer: RedisResponseTimeoutException"));
    }
}
