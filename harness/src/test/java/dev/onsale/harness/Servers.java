package dev.onsale.harness;

import dev.onsale.harness.backend.AmqpBackend;
import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.process.JavaProgram;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/** The servers that all integration tests of a run share. Each is started on first use, and ends with the test run. Thread-safe. */
public final class Servers {
    private Servers() {}

    /** Starts something, once. */
    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> T opened(Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Children {
        static final Processes PROCESSES =
                opened(() -> Processes.open(new JavaProgram("dev.onsale.harness.EmbeddedBrokerMain")));
    }

    private static final class Redis {
        static final Backend BACKEND = opened(() -> RedisBackend.open("embedded", Durability.NONE, Children.PROCESSES));
    }

    private static final class Rabbit {
        static final Backend BACKEND = opened(() -> AmqpBackend.open("auto", Children.PROCESSES));
    }

    private static final class EmbeddedAmqp {
        static final Backend BACKEND = opened(() -> AmqpBackend.open("embedded", Children.PROCESSES));
    }

    /** Starts children that end with the test run. */
    public static Processes processes() {
        return Children.PROCESSES;
    }

    /** An embedded Redis without durability. Tests share it: each uses keys of its own, and never flushes. */
    public static URI redis() {
        return Redis.BACKEND.uri();
    }

    /** A private RabbitMQ node. Tests share it: each uses queues of its own. Only for tests annotated with {@code @Needs(RABBITMQ)}. */
    public static URI amqp() {
        if (Rabbit.BACKEND.origin() != Backend.Origin.PRIVATE) {
            throw new IllegalStateException("no RabbitMQ is installed: annotate the test with @Needs(RABBITMQ)");
        }
        return Rabbit.BACKEND.uri();
    }

    /** An embedded broker. Tests share it: each uses queues of its own. */
    public static URI embeddedAmqp() {
        return EmbeddedAmqp.BACKEND.uri();
    }
}
