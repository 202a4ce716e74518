package dev.onsale.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.NotExecuted;
import dev.onsale.core.Outcome.Rejected;
import dev.onsale.core.Purchase;
import dev.onsale.core.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Purchase A = Purchase.any("ann", "a");
    private static final Purchase B = Purchase.seat("bob", 7, "b");

    @Test
    void takes_down_what_was_asked_when_and_what_came_back() {
        Recorder recorder = new Recorder(List.of(A, B), 10);
        int first = recorder.invoked(1, -500);
        int second = recorder.invoked(0, -600);
        recorder.answered(second, 400, new Answer(new Outcome.Sold(3), "w1", true));
        int third = recorder.invoked(0, 100);
        recorder.answered(third, 100, Answer.unattended(new Outcome.Unknown("reset")));
        History history = recorder.history();

        assertThat(history.attempts()).isEqualTo(3);
        assertThat(history.purchase(first)).isEqualTo(B);
        assertThat(history.purchaseIndex(second)).isZero();
        assertThat(history.invokedNanos(first)).as("since the first invocation").isEqualTo(100);
        assertThat(history.invokedNanos(second)).isZero();
        assertThat(history.answeredNanos(second)).isEqualTo(1000);
        assertThat(history.kind(second)).isEqualTo(OutcomeKind.SOLD);
        assertThat(history.ticket(second)).isEqualTo(3);
        assertThat(history.worker(second)).isEqualTo("w1");
        assertThat(history.replayed(second)).isTrue();
        assertThat(history.replayed(third)).isFalse();
        assertThat(history.worker(third)).isEmpty();
        assertThat(history.outcome(third)).isEqualTo(new Outcome.Unknown("reset"));
    }

    @Test
    void an_attempt_without_an_answer_is_unknown_for_ever() {
        Recorder recorder = new Recorder(List.of(A), 1);
        int attempt = recorder.invoked(0, 5);
        History history = recorder.history();
        recorder.answered(attempt, 6, Answer.unattended(Rejected.SOLD_OUT));
        assertThat(history.kind(attempt)).isEqualTo(OutcomeKind.UNKNOWN);
        assertThat(history.answeredNanos(attempt)).isEqualTo(History.NEVER);
        assertThat(history.outcome(attempt)).isEqualTo(new Outcome.Unknown("never answered"));
    }

    @Test
    void keeps_every_outcome() {
        List<Outcome> outcomes = new ArrayList<>(List.of(Rejected.values()));
        outcomes.addAll(List.of(NotExecuted.values()));
        outcomes.addAll(
                List.of(new Outcome.Sold(1), new Outcome.Sold(-1), new Outcome.Unknown("x"), new Outcome.Unknown("")));
        Recorder recorder = new Recorder(List.of(A), outcomes.size());
        for (Outcome outcome : outcomes) {
            recorder.answered(recorder.invoked(0, 0), 0, new Answer(outcome, "w", false));
        }
        History history = recorder.history();
        assertThat(IntStream.range(0, history.attempts()).mapToObj(history::outcome))
                .containsExactlyElementsOf(outcomes);
    }

    @Test
    void refuses_what_cannot_be() {
        Recorder recorder = new Recorder(List.of(A), 1);
        assertThatThrownBy(() -> new Recorder(List.of(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be >= 0: maxAttempts=-1");
        assertThatThrownBy(() -> recorder.invoked(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be in 0..0: purchaseIndex=1");
        int attempt = recorder.invoked(0, 10);
        assertThatThrownBy(() -> recorder.invoked(0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room for another attempt: maxAttempts=1");
        Answer answer = Answer.unattended(Rejected.SOLD_OUT);
        assertThatThrownBy(() -> recorder.answered(attempt, 9, answer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must not precede the invocation by 1 ns: attempt=0");
        recorder.answered(attempt, 10, answer);
        assertThatThrownBy(() -> recorder.answered(attempt, 10, answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("answered before: attempt=0");
        assertThat(recorder.history().attempts()).isEqualTo(1);
    }

    @Test
    void loses_nothing_that_many_threads_say_at_once() throws Exception {
        int threads = 8;
        int each = 5_000;
        List<Purchase> purchases = IntStream.range(0, threads * each)
                .mapToObj(i -> Purchase.any("c", "r" + i))
                .toList();
        Recorder recorder = new Recorder(purchases, purchases.size());
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int from = t * each;
            done.add(pool.submit(() -> {
                together.await();
                for (int p = from; p < from + each; p++) {
                    int attempt = recorder.invoked(p, p);
                    recorder.answered(attempt, p + 1L, new Answer(new Outcome.Sold(p), "w" + p % 3, false));
                }
                return null;
            }));
        }
        for (Future<?> future : done) {
            future.get();
        }
        pool.shutdown();
        History history = recorder.history();
        assertThat(history.attempts()).isEqualTo(purchases.size());
        boolean[] seen = new boolean[purchases.size()];
        for (int a = 0; a < history.attempts(); a++) {
            int p = history.purchaseIndex(a);
            seen[p] = history.ticket(a) == p && history.worker(a).equals("w" + p % 3) && history.invokedNanos(a) == p;
        }
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void numbers_only_so_many_names() {
        Names names = new Names();
        for (int i = 0; i < 2 * Names.MAX; i++) {
            names.number("worker-" + i);
        }
        assertThat(names.list()).hasSize(Names.MAX).startsWith("", "worker-0").endsWith("(others)");
        assertThat(names.number("worker-0")).isEqualTo(1);
        assertThat(names.number("yet another")).isEqualTo(Names.MAX - 1);
    }

    @Test
    void joins_the_purchases_of_one_request() {
        Purchase retry = Purchase.any("ann", "a");
        Purchase otherPayload = Purchase.any("eve", "a");
        Requests requests = new Requests(List.of(A, B, retry, otherPayload));
        assertThat(requests.size()).isEqualTo(3);
        assertThat(IntStream.range(0, 4).map(requests::ofPurchase)).containsExactly(0, 1, 0, 2);
        assertThat(requests.purchase(2)).isEqualTo(otherPayload);
        assertThat(IntStream.range(0, 3).map(requests::key)).containsExactly(0, 1, 0);
        assertThat(IntStream.range(0, 3).mapToObj(requests::isKeyReused)).containsExactly(true, false, true);
    }

    @Test
    void in_steps_an_interval_only_grows() {
        Recorder recorder = new Recorder(List.of(A, B), 2, 1_000);
        int early = recorder.invoked(0, -2_999);
        int late = recorder.invoked(1, 1_999);
        recorder.answered(early, -2_001, Answer.unattended(Outcome.Rejected.SOLD_OUT));
        recorder.answered(late, 2_001, Answer.unattended(Outcome.Rejected.SOLD_OUT));
        History history = recorder.history();
        assertThat(history.invokedNanos(early)).isZero();
        assertThat(history.answeredNanos(early)).isEqualTo(1_000);
        assertThat(history.invokedNanos(late)).isEqualTo(4_000);
        assertThat(history.answeredNanos(late)).isEqualTo(6_000);
    }

    @Test
    void a_sale_is_calm_until_something_may_have_been_executed_twice_or_was_never_answered() {
        assertThat(situation(Outcome.Rejected.SOLD_OUT)).isEqualTo(Situation.CALM);
        assertThat(situation(Outcome.NotExecuted.BUSY, Outcome.Rejected.SOLD_OUT))
                .isEqualTo(Situation.CALM);
        assertThat(situation(Outcome.Rejected.SOLD_OUT, Outcome.Rejected.SOLD_OUT))
                .isEqualTo(Situation.REPEATED);
        assertThat(situation(new Outcome.Unknown("no answer"))).isEqualTo(Situation.UNANSWERED);
    }

    @Test
    void what_may_be_a_worker_that_stood_still_or_a_store_that_did_not_answer_is_a_fault() {
        Answer lost = Answer.unattended(new Outcome.Unknown("no answer"));
        assertThat(situation(9_999_999_999L, lost)).isEqualTo(Situation.UNANSWERED);
        assertThat(situation(10_000_000_000L, lost)).isEqualTo(Situation.FAULTS);
        assertThat(situation(1, new Answer(new Outcome.Unknown("Redis did not answer"), "w1", false)))
                .isEqualTo(Situation.FAULTS);
        Recorder recorder = new Recorder(List.of(A), 1);
        recorder.invoked(0, 0);
        assertThat(recorder.history().situation()).isEqualTo(Situation.FAULTS);
    }

    @Test
    void one_id_for_two_purchases_is_a_fault() {
        Recorder recorder = new Recorder(List.of(Purchase.any("c", "r"), Purchase.any("d", "r")), 2);
        recorder.answered(recorder.invoked(0, 0), 1, Answer.unattended(new Outcome.Sold(1)));
        recorder.answered(recorder.invoked(1, 0), 1, Answer.unattended(new Outcome.Sold(2)));
        assertThat(recorder.history().situation()).isEqualTo(Situation.FAULTS);
    }

    @Test
    void clients_do_not_see_what_was_delivered_twice_or_who_was_lost() {
        Recorder recorder = new Recorder(List.of(A), 1);
        recorder.answered(recorder.invoked(0, 0), 1, Answer.unattended(new Outcome.Sold(1)));
        History calm = recorder.history();
        assertThat(circumstances(Set.of(), 0).situation(calm)).isEqualTo(Situation.CALM);
        assertThat(circumstances(Set.of(), 1).situation(calm)).isEqualTo(Situation.FAULTS);
        assertThat(circumstances(Set.of("w1"), 0).situation(calm)).isEqualTo(Situation.FAULTS);
    }

    private static Circumstances circumstances(Set<String> lost, long redeliveries) {
        OptionalLong none = OptionalLong.empty();
        return new Circumstances(lost, OptionalLong.of(redeliveries), none, none, none, Optional.empty());
    }

    private static Situation situation(long answeredNanos, Answer answer) {
        Recorder recorder = new Recorder(List.of(A), 1);
        recorder.answered(recorder.invoked(0, 0), answeredNanos, answer);
        return recorder.history().situation();
    }

    private static Situation situation(Outcome... outcomes) {
        Recorder recorder = new Recorder(List.of(A), outcomes.length);
        for (Outcome outcome : outcomes) {
            recorder.answered(recorder.invoked(0, 0), 1, Answer.unattended(outcome));
        }
        return recorder.history().situation();
    }
}
