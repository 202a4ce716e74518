package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class MemoryGateTest {
    private final MemoryGate gate = new MemoryGate(100);

    @Test
    void whoReadsWaitsUntilEnoughHasLeft() throws InterruptedException {
        gate.enter(60);
        gate.awaitRoom();
        gate.enter(60);
        assertThat(gate.isFull()).isTrue();
        Thread reader = waiting();
        gate.leave(10);
        assertThat(reader.isAlive()).isTrue();
        gate.leave(10);
        reader.join();
        assertThat(gate.isFull()).isFalse();
    }

    @Test
    void nobodyWaitsAtAnOpenGate() throws InterruptedException {
        gate.enter(1_000);
        Thread reader = waiting();
        gate.open();
        reader.join();
        gate.awaitRoom();
    }

    private Thread waiting() {
        Thread reader = new Thread(gate::awaitRoom);
        reader.start();
        await().until(() -> reader.getState() == Thread.State.WAITING);
        return reader;
    }
}
