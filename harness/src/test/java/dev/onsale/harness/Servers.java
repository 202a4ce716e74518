package dev.onsale.harness;

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
                opened(() -> Processes.open(new JavaProgram("dev.onsale.harness.backend.EmbeddedBrokerMain")));
    }

    private static final class Redis {
        static final Backend BACKEND = opened(() -> RedisBackend.open("embedded", Durability.NONE, Children.PROCESSES));
    }

    /** Starts children that end with the test run. */
    public static Processes processes() {
        return Children.PROCESSES;
    }

    /** An embedded Redis without durability. Tests share it: each uses keys of its own, and never flushes. */
    public static URI redis() {
        return Redis.BACKEND.uri();
    }
}
