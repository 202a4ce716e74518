package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReconnectorTest {
    /** Sessions that end at once: a connection that can be made is no reason to make the next one sooner. */
    @Test
    void onlyASessionThatAchievedSomethingIsFollowedAtOnce() throws IOException {
        List<Long> begun = new CopyOnWriteArrayList<>();
        Reconnector<Ended> sessions = new Reconnector<>("test", () -> {
            begun.add(System.nanoTime());
            return new Ended(begun.size() == 5);
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> begun.size() >= 6);
        sessions.close(Duration.ofSeconds(5));
        assertThat(millis(begun, 0)).isGreaterThanOrEqualTo(50);
        assertThat(millis(begun, 1)).isGreaterThanOrEqualTo(100);
        assertThat(millis(begun, 2)).isGreaterThanOrEqualTo(200);
        assertThat(millis(begun, 3)).isGreaterThanOrEqualTo(400);
        assertThat(millis(begun, 4)).isLessThan(800);
    }

    private static long millis(List<Long> begun, int from) {
        return (begun.get(from + 1) - begun.get(from)) / 1_000_000;
    }

    private record Ended(boolean achieved) implements Reconnector.Session {
        @Override
        public void run() {
            // It has ended.
        }

        @Override
        public void leave() {
            // It has ended.
        }

        @Override
        public void cut() {
            // It has ended.
        }
    }
}
