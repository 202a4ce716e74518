package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TogetherTest {
    /** What is closed after it may be what it works with. */
    @Test
    void closingInterruptsWhatIsStillStartingAndWaitsForItsEnd() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Together together = new Together();
        together.start(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.set(true);
            }
            return "never";
        });
        begun.await();

        together.close();

        assertThat(ended).isTrue();
    }
}
