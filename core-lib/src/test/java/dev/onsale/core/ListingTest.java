package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Strategies can be listed and described without the clients of their stores. */
class ListingTest {
    @Test
    void listingNeedsNoStoresClient() throws Exception {
        URL core = Strategies.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader bare = new URLClassLoader(new URL[] {core}, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> bare.loadClass("org.redisson.api.RedissonClient"))
                    .isInstanceOf(ClassNotFoundException.class);
            Map<?, ?> all = inContext(bare, () -> (Map<?, ?>)
                    bare.loadClass(Strategies.class.getName()).getMethod("all").invoke(null));
            assertThat(all.keySet()).isEqualTo(Strategies.all().keySet());
            Class<?> type = bare.loadClass(ConsistencyStrategy.class.getName());
            Class<?> situation = bare.loadClass(Situation.class.getName());
            for (Object strategy : all.values()) {
                assertThat(type.getMethod("summary").invoke(strategy))
                        .asString()
                        .isNotBlank();
                assertThat(type.getMethod("store").invoke(strategy)).isNotNull();
                assertThat(type.getMethod("guarantees", situation)
                                .invoke(strategy, situation.getEnumConstants()[0]))
                        .asString()
                        .contains("NO_OVERSELL");
            }
        }
    }

    @Test
    void anUnknownIdIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Strategies.named("luna"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown strategy: luna (known: "
                        + String.join(", ", Strategies.all().keySet()) + ")");
    }

    private static <T> T inContext(ClassLoader loader, Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
