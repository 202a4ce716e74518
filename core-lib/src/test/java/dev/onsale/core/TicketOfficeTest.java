package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TicketOfficeTest {
    private static final Sale SALE = new Sale("s", Model.UNNUMBERED, 1000);

    @Test
    void whatArrivesDuringACallGoesOutAsTheNextBatch() {
        Manual store = new Manual(new BatchPolicy(10, 1));
        TicketOffice office = new TicketOffice(SALE, store, "w", 100);
        List<CompletableFuture<List<Answer>>> calls = IntStream.range(0, 25)
                .mapToObj(i -> office.buy(List.of(purchase(i))).toCompletableFuture())
                .collect(Collectors.toList());
        assertThat(store.sizes()).containsExactly(1);
        store.sellAll(0);
        assertThat(calls.get(0)).isCompleted();
        assertThat(store.sizes()).containsExactly(1, 10);
        store.sellAll(1);
        store.sellAll(2);
        assertThat(store.sizes()).containsExactly(1, 10, 10, 4);
        store.sellAll(3);
        assertThat(calls).allMatch(CompletableFuture::isDone);
        assertThat(office.counters()).isEqualTo(new TicketOffice.Counters(25, 0, 4, 0));
    }

    @Test
    void asManyCallsAreInFlightAsThePolicyAllows() {
        Manual store = new Manual(new BatchPolicy(1, 3));
        TicketOffice office = new TicketOffice(SALE, store, "w", 100);
        for (int i = 0; i < 9; i++) {
            office.buy(List.of(purchase(i)));
        }
        assertThat(store.sizes()).hasSize(3);
        store.sellAll(1);
        assertThat(store.sizes()).hasSize(4);
    }

    @Test
    void aSecondCallLeavesOnlyFull() {
        Manual store = new Manual(new BatchPolicy(3, 2));
        TicketOffice office = new TicketOffice(SALE, store, "w", 100);
        for (int i = 0; i < 3; i++) {
            office.buy(List.of(purchase(i)));
        }
        assertThat(store.sizes()).containsExactly(1);
        office.buy(List.of(purchase(3)));
        assertThat(store.sizes()).containsExactly(1, 3);
        for (int i = 4; i < 12; i++) {
            office.buy(List.of(purchase(i)));
        }
        assertThat(store.sizes()).containsExactly(1, 3);
        store.sellAll(0);
        assertThat(store.sizes()).containsExactly(1, 3, 3);
        store.sellAll(1);
        store.sellAll(2);
        assertThat(store.sizes()).containsExactly(1, 3, 3, 3);
        store.sellAll(3);
        assertThat(store.sizes()).containsExactly(1, 3, 3, 3, 2);
    }

    @Test
    void whatDoesNotFitTheQueueIsBusyAtOnce() {
        Manual store = new Manual(new BatchPolicy(1, 1));
        TicketOffice office = new TicketOffice(SALE, store, "w", 2);
        office.buy(List.of(purchase(0)));
        CompletableFuture<List<Answer>> call =
                office.buy(List.of(purchase(1), purchase(2), purchase(3))).toCompletableFuture();
        store.sellAll(0);
        store.sellAll(1);
        store.sellAll(2);
        assertThat(call.join())
                .extracting(Answer::outcome)
                .containsExactly(new Outcome.Sold(7), new Outcome.Sold(7), Outcome.NotExecuted.BUSY);
        assertThat(office.counters().busy()).isEqualTo(1);
    }

    @Test
    void whatTheSaleCannotHoldNeverReachesTheStore() {
        Manual store = new Manual(new BatchPolicy(10, 1));
        Sale seats = new Sale("s", Model.NUMBERED, 10);
        TicketOffice office = new TicketOffice(seats, store, "w", 10);
        List<Answer> answers = office.buy(
                        List.of(Purchase.seat("c", 0, "a"), Purchase.seat("c", 11, "b"), Purchase.any("c", "d")))
                .toCompletableFuture()
                .join();
        assertThat(answers)
                .extracting(Answer::outcome)
                .containsExactly(
                        Outcome.NotExecuted.NO_SUCH_SEAT,
                        Outcome.NotExecuted.NO_SUCH_SEAT,
                        Outcome.NotExecuted.MALFORMED);
        assertThat(store.sizes()).isEmpty();
    }

    @Test
    void aBrokenInventoryIsUnknown() {
        List<Manual> broken = List.of(
                new Manual(new BatchPolicy(10, 1)) {
                    @Override
                    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
                        throw new IllegalStateException("boom");
                    }
                },
                new Manual(new BatchPolicy(10, 1)) {
                    @Override
                    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
                        throw new NoClassDefFoundError("boom");
                    }
                },
                new Manual(new BatchPolicy(10, 1)) {
                    @Override
                    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
                        return CompletableFuture.completedFuture(List.of());
                    }
                });
        for (Manual store : broken) {
            TicketOffice office = new TicketOffice(SALE, store, "w", 10);
            assertThat(office.buy(List.of(purchase(1)))
                            .toCompletableFuture()
                            .join()
                            .get(0)
                            .outcome())
                    .isInstanceOf(Outcome.Unknown.class);
            office.close();
            assertThat(store.closed).isTrue();
        }
    }

    @Test
    void answersThatComeAtOnceDoNotRecurse() {
        Inventory instant = new Manual(new BatchPolicy(1, 1)) {
            @Override
            public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
                return CompletableFuture.completedFuture(List.of(Decision.now(new Outcome.Sold(1))));
            }
        };
        TicketOffice office = new TicketOffice(SALE, instant, "w", 100_000);
        List<Purchase> many =
                IntStream.range(0, 100_000).mapToObj(TicketOfficeTest::purchase).collect(Collectors.toList());
        assertThat(office.buy(many).toCompletableFuture().join()).hasSize(100_000);
    }

    @Test
    void drainingRefusesTheNewAndAnswersTheOld() {
        Manual store = new Manual(new BatchPolicy(1, 1));
        TicketOffice office = new TicketOffice(SALE, store, "w", 10);
        CompletableFuture<List<Answer>> first = office.buy(List.of(purchase(1))).toCompletableFuture();
        CompletableFuture<List<Answer>> second =
                office.buy(List.of(purchase(2))).toCompletableFuture();
        CompletableFuture<Void> drained = office.drain().toCompletableFuture();
        office.close();
        assertThat(office.buy(List.of(purchase(3)))
                        .toCompletableFuture()
                        .join()
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.NotExecuted.UNAVAILABLE);
        store.sellAll(0);
        assertThat(first).isCompleted();
        assertThat(drained).isNotDone();
        assertThat(store.closed).isFalse();
        store.sellAll(1);
        assertThat(second).isCompleted();
        assertThat(drained).isCompleted();
        assertThat(store.closed).isTrue();
    }

    private static Purchase purchase(int i) {
        return Purchase.any("c", "r" + i);
    }

    /** A store that answers when it is told to. */
    private static class Manual implements Inventory {
        private final BatchPolicy policy;
        private final List<CompletableFuture<List<Decision>>> calls = new ArrayList<>();
        private final List<Integer> sizes = new ArrayList<>();
        boolean closed;

        Manual(BatchPolicy policy) {
            this.policy = policy;
        }

        List<Integer> sizes() {
            return sizes;
        }

        void sellAll(int call) {
            calls.get(call)
                    .complete(IntStream.range(0, sizes.get(call))
                            .mapToObj(i -> Decision.now(new Outcome.Sold(7)))
                            .collect(Collectors.toList()));
        }

        @Override
        public BatchPolicy batchPolicy() {
            return policy;
        }

        @Override
        public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
            CompletableFuture<List<Decision>> call = new CompletableFuture<>();
            sizes.add(purchases.size());
            calls.add(call);
            return call;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
