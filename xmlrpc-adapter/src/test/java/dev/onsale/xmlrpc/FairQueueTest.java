package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FairQueueTest {
    private final FairQueue queue = new FairQueue();

    @Test
    void oneAskersRequestsLeaveInTheirOrder() {
        List<Exchange> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(add("ada", i % 7 == 0 ? 300_000 : 300));
        }
        assertThat(queue.size()).isEqualTo(100);
        assertThat(rest()).containsExactlyElementsOf(all);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void whoAsksForLittleDoesNotWaitForWhoAsksForMuch() {
        for (int i = 0; i < 100; i++) {
            for (int greedy = 0; greedy < 50; greedy++) {
                add("greedy " + greedy, 12_000);
            }
        }
        Exchange good = add("good", 350);
        // At the most a turn of each of the others comes first, and in a turn none of them has saved enough for more
        // than one.
        assertThat(rest().indexOf(good)).isLessThanOrEqualTo(50);
    }

    /** A turn is worth as much to each: who asks in small pieces gets as many bytes as who asks in large ones. */
    @Test
    void askersGetTheSameNumberOfBytes() {
        for (int i = 0; i < 1000; i++) {
            add("small", 500);
            add("large", 50_000);
        }
        int small = 0;
        int large = 0;
        while (small < 400_000) {
            Exchange next = Objects.requireNonNull(queue.poll());
            if (next.asker().equals("small")) {
                small += next.bytes();
            } else {
                large += next.bytes();
            }
        }
        assertThat(large).isBetween(small - 60_000, small + 60_000);
    }

    @Test
    void whatWaitsNoLongerIsGone() {
        Exchange first = add("ada", 10);
        Exchange second = add("ada", 10);
        Exchange only = add("bob", 10);
        queue.remove(first);
        queue.remove(only);
        queue.remove(only);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(rest()).containsExactly(second);
    }

    private Exchange add(String asker, int bytes) {
        Exchange exchange = new Exchange("POST", Unpooled.wrappedBuffer(new byte[bytes]), asker) {
            @Override
            @Nullable
            HttpPool next(int failedTries) {
                return null;
            }

            @Override
            void answered(int status, ByteBuf response) {}

            @Override
            void notSent(NotExecuted reason, String cause) {}

            @Override
            void lost(String cause) {}
        };
        queue.add(exchange);
        return exchange;
    }

    private List<Exchange> rest() {
        List<Exchange> rest = new ArrayList<>();
        for (Exchange next = queue.poll(); next != null; next = queue.poll()) {
            rest.add(next);
        }
        return rest;
    }
}
