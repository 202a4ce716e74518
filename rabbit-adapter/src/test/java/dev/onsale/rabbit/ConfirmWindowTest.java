package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ConfirmWindowTest {
    private final ConfirmWindow<String> window = new ConfirmWindow<>(3);

    @Test
    void aConfirmIsAboutOneOrAboutAllUpToIt() {
        add(1, 2, 3);
        assertThat(window.confirm(2, false)).containsExactly("2");
        assertThat(window.confirm(3, true)).containsExactly("1", "3");
        assertThat(window.confirm(3, true)).isEmpty();
        assertThat(window.confirm(3, false)).isEmpty();
        add(4, 5, 6);
        assertThat(window.confirm(6, true)).containsExactly("4", "5", "6");
    }

    @Test
    void theOldestUnconfirmedHoldsTheWindow() {
        add(1, 2, 3);
        assertThat(window.hasRoom()).isFalse();
        window.confirm(2, false);
        window.confirm(3, false);
        assertThat(window.hasRoom()).isFalse();
        assertThatThrownBy(() -> window.add(4, "4")).hasMessage("must be 4 and within 3 of 1: number=4");
        window.confirm(1, false);
        add(4, 5, 6);
        assertThat(window.confirm(5, true)).containsExactly("4", "5");
    }

    @Test
    void numbersThatWereNeverPublishedAreAboutNothing() {
        add(1, 2);
        assertThat(window.confirm(7, false)).isEmpty();
        assertThat(window.confirm(0, false)).isEmpty();
        assertThat(window.confirm(7, true)).containsExactly("1", "2");
    }

    @Test
    void whoWaitsForRoomGetsItOrHearsThatThereWillBeNone() throws Exception {
        add(1, 2, 3);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(this::awaitRoom);
        window.confirm(1, false);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        add(4);
        CompletableFuture<Boolean> inVain = CompletableFuture.supplyAsync(this::awaitRoom);
        window.close();
        assertThat(inVain.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(window.confirm(4, true)).isEmpty();
    }

    private boolean awaitRoom() {
        try {
            return window.awaitRoom();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void add(long... numbers) {
        for (long number : numbers) {
            window.add(number, Long.toString(number));
        }
    }
}
