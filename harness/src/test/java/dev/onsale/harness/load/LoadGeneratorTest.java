package dev.onsale.harness.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import dev.onsale.core.history.History;
import dev.onsale.core.history.OutcomeKind;
import dev.onsale.core.history.Recorder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoadGeneratorTest {
    private static final List<Purchase> PURCHASES =
            IntStream.range(0, 1_000).mapToObj(i -> Purchase.any("c", "r" + i)).toList();

    private final AtomicLong clock = new AtomicLong();
    private final Recorder recorder = new Recorder(PURCHASES, PURCHASES.size());

    @Test
    void eachPurchaseIsSentOnceAndInOrder() throws InterruptedException {
        List<Purchase> sent = Collections.synchronizedList(new ArrayList<>());
        TicketService service = purchases -> {
            sent.addAll(purchases);
            return sold(purchases);
        };
        History history = drive(service, 8, 1);
        assertThat(sent).isEqualTo(PURCHASES);
        assertThat(history.attempts()).isEqualTo(PURCHASES.size());
    }

    @Test
    void neverMoreIsUnderWayThanAllowed() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TicketService service = purchases -> CompletableFuture.supplyAsync(() -> {
            most.accumulateAndGet(underWay.addAndGet(purchases.size()), Math::max);
            underWay.addAndGet(-purchases.size());
            return sold(purchases).join();
        });
        drive(service, 20, 10);
        assertThat(most).hasValueBetween(10, 20);
    }

    @Test
    void batchesHaveTheSizeAskedForAndTheLastHasTheRest() throws InterruptedException {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        drive(
                purchases -> {
                    sizes.add(purchases.size());
                    return sold(purchases);
                },
                30,
                30);
        assertThat(sizes)
                .hasSize(34)
                .endsWith(10)
                .filteredOn(size -> size == 30)
                .hasSize(33);
    }

    @Test
    void anAnswerIsRecordedBetweenItsInvocationAndTheNext() throws InterruptedException {
        History history = drive(this::sold, 1, 1);
        for (int i = 0; i < history.attempts(); i++) {
            assertThat(history.answeredNanos(i)).isGreaterThan(history.invokedNanos(i));
            assertThat(history.outcome(i)).isEqualTo(new Outcome.Sold(7));
            if (i > 0) {
                assertThat(history.invokedNanos(i)).isGreaterThan(history.answeredNanos(i - 1));
            }
        }
    }

    @Test
    void aServiceThatBreaksItsWordIsUnknown() throws InterruptedException {
        List<TicketService> broken = List.of(
                purchases -> CompletableFuture.failedFuture(new IllegalStateException("boom")),
                purchases -> CompletableFuture.completedFuture(List.of()),
                purchases -> {
                    throw new IllegalStateException("boom");
                });
        for (TicketService service : broken) {
            Recorder fresh = new Recorder(PURCHASES, PURCHASES.size());
            LoadGenerator load = new LoadGenerator(PURCHASES, fresh, clock::incrementAndGet, 4, 1);
            load.start(service);
            assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(fresh.history().kind(0)).isEqualTo(OutcomeKind.UNKNOWN);
        }
    }

    @Test
    void nobodyAnsweringEndsTheLoadEarly() throws InterruptedException {
        TicketService dead = purchases -> CompletableFuture.completedFuture(
                Collections.nCopies(purchases.size(), Answer.unattended(new Outcome.Unknown("no answer"))));
        LoadGenerator load = new LoadGenerator(PURCHASES, recorder, clock::incrementAndGet, 4, 1);
        load.start(dead);
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(load.isHopeless()).isTrue();
        assertThat(recorder.history().attempts()).isLessThan(100);
    }

    private History drive(TicketService service, int concurrency, int batch) throws InterruptedException {
        LoadGenerator load = new LoadGenerator(PURCHASES, recorder, clock::incrementAndGet, concurrency, batch);
        load.start(service);
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(load.progress().done()).isEqualTo(PURCHASES.size());
        return recorder.history();
    }

    private CompletableFuture<List<Answer>> sold(List<Purchase> purchases) {
        return CompletableFuture.completedFuture(purchases.stream()
                .map(p -> new Answer(new Outcome.Sold(7), "w", false))
                .collect(Collectors.toList()));
    }
}
