package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class MailboxTest {
    private static final long LONG_MILLIS = 60_000;

    private final Mailbox<Integer> mailbox = new Mailbox<>();

    @Test
    void whatIsThereIsTakenTogetherAndInOrder() throws Exception {
        mailbox.put(1);
        mailbox.put(2);
        assertThat(mailbox.take(LONG_MILLIS)).containsExactly(1, 2);
        assertThat(mailbox.take(0)).isEmpty();
    }

    @Test
    void whoWaitsIsWokenByTheFirst() throws Exception {
        CompletableFuture<List<Integer>> taker = CompletableFuture.supplyAsync(this::take);
        mailbox.put(1);
        assertThat(taker.get(10, TimeUnit.SECONDS)).containsExactly(1);
    }

    @Test
    void aWakeIsNotLostWhenNobodyWaits() throws Exception {
        mailbox.wake();
        assertThat(mailbox.take(LONG_MILLIS)).isEmpty();
    }

    @Test
    void aClosedMailboxTakesNothingMore() throws Exception {
        mailbox.put(1);
        mailbox.close();
        assertThat(mailbox.put(2)).isFalse();
        assertThat(mailbox.isClosed()).isTrue();
        assertThat(mailbox.take(LONG_MILLIS)).containsExactly(1);
        assertThat(mailbox.take(LONG_MILLIS)).isEmpty();
    }

    @Test
    void whoIsToSleepSleepsUntilNoMoreIsToBeExpected() throws Exception {
        FutureTask<List<Integer>> taker = asleep();
        mailbox.hold();
        mailbox.put(1);
        mailbox.put(2);
        assertThatThrownBy(() -> taker.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        mailbox.release();
        assertThat(taker.get(10, TimeUnit.SECONDS)).containsExactly(1, 2);
        assertThat(mailbox.take(0)).isEmpty();
    }

    @Test
    void nobodySleepsWhileMuchIsThere() throws Exception {
        FutureTask<List<Integer>> taker = asleep();
        mailbox.hold();
        for (int i = 0; i < 128; i++) {
            mailbox.put(i);
        }
        assertThat(taker.get(10, TimeUnit.SECONDS)).hasSize(128);
    }

    @Test
    void manyAreLeftAtOnceUnlessItIsClosed() throws Exception {
        mailbox.put(1);
        mailbox.putAll(List.of(2, 3));
        assertThat(mailbox.take(LONG_MILLIS)).containsExactly(1, 2, 3);
        mailbox.close();
        mailbox.putAll(List.of(4));
        assertThat(mailbox.take(LONG_MILLIS)).isEmpty();
    }

    private FutureTask<List<Integer>> asleep() {
        FutureTask<List<Integer>> taker = new FutureTask<>(this::take);
        Thread sleeper = new Thread(taker);
        sleeper.start();
        Awaitility.await().until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);
        return taker;
    }

    private List<Integer> take() {
        try {
            return mailbox.take(LONG_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
