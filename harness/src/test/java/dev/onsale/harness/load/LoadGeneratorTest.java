package dev.onsale.harness.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.core.Answer;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import dev.onsale.core.TicketService;
import dev.onsale.core.history.History;
import dev.onsale.core.history.OutcomeKind;
import dev.onsale.core.history.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
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
            LoadGenerator load = new LoadGenerator(PURCHASES, witness(fresh), System::nanoTime, impatient(0));
            load.start(service, service);
            assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(fresh.history().kind(0)).isEqualTo(OutcomeKind.UNKNOWN);
        }
    }

    @Test
    void nobodyAnsweringEndsTheLoadEarly() throws InterruptedException {
        TicketService dead = purchases -> CompletableFuture.completedFuture(
                Collections.nCopies(purchases.size(), Answer.unattended(new Outcome.Unknown("no answer"))));
        LoadGenerator load = new LoadGenerator(PURCHASES, witness(recorder), System::nanoTime, impatient(0));
        load.start(dead, dead);
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(load.isHopeless()).isTrue();
        assertThat(load.stopped().orElseThrow()).contains("nobody answered for");
        assertThat(recorder.history().attempts()).isLessThan(100);
    }

    /** A store that is away for a moment refuses thousands of purchases in that moment. */
    @Test
    void whatIsRefusedIsSentAgainUntilSomebodyIsThere() throws InterruptedException {
        for (Outcome refusal : List.of(Outcome.NotExecuted.UNAVAILABLE, Outcome.NotExecuted.BUSY)) {
            long backAtNanos = System.nanoTime() + 700_000_000;
            Load once = new Load(4, 1, 1, 0, 1, 0);
            Recorder all = new Recorder(PURCHASES, once.maxAttempts(PURCHASES.size()));
            LoadGenerator load = new LoadGenerator(PURCHASES, witness(all), System::nanoTime, once);
            TicketService away = purchases ->
                    System.nanoTime() - backAtNanos < 0 ? answers(purchases, purchase -> refusal) : sold(purchases);
            load.start(away, away);
            assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(load.stopped()).isEmpty();
            assertThat(load.progress().sold()).isEqualTo(PURCHASES.size());
            assertThat(all.history().attempts()).isLessThan(PURCHASES.size() + 100);
        }
    }

    @Test
    void refusedAndNotSentAgainItIsNotAskedForEverythingAtOnce() throws InterruptedException {
        long backAtNanos = System.nanoTime() + 300_000_000;
        LoadGenerator load = new LoadGenerator(PURCHASES, witness(recorder), System::nanoTime, Load.once(4, 1));
        TicketService away = purchases -> System.nanoTime() - backAtNanos < 0
                ? answers(purchases, purchase -> Outcome.NotExecuted.UNAVAILABLE)
                : sold(purchases);
        load.start(away, away);
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(load.stopped()).isEmpty();
        assertThat(load.progress().sold()).isGreaterThan(PURCHASES.size() - 100);
    }

    @Test
    void aPurchaseThatIsAlwaysRefusedIsGivenUpInTheEnd() throws InterruptedException {
        LoadGenerator load = new LoadGenerator(
                PURCHASES,
                witness(new Recorder(PURCHASES, impatient(1).maxAttempts(PURCHASES.size()))),
                System::nanoTime,
                impatient(1));
        TicketService choosy = purchases -> answers(
                purchases,
                purchase -> purchase.requestId().equals("r7") ? Outcome.NotExecuted.BUSY : new Outcome.Sold(1));
        load.start(choosy, choosy);
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(load.progress()).isEqualTo(new LoadGenerator.Progress(PURCHASES.size() - 1, 0, 1));
    }

    @Test
    void aDefectOfTheWitnessEndsTheLoadAndDoesNotHangIt() throws InterruptedException {
        for (double rate : new double[] {0, 1e18}) {
            Witness broken = new Witness() {
                @Override
                public int invoked(int purchaseIndex, long nanos) {
                    return purchaseIndex;
                }

                @Override
                public boolean answered(int attempt, int purchaseIndex, long nanos, Answer answer) {
                    throw new IllegalStateException("boom");
                }
            };
            LoadGenerator load =
                    new LoadGenerator(PURCHASES, broken, clock::incrementAndGet, new Load(4, 1, 0, 0, 1, rate));
            TicketService service = purchases ->
                    CompletableFuture.supplyAsync(() -> sold(purchases).join());
            load.start(service, service);
            assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(load.stopped().orElseThrow()).contains("boom");
        }
    }

    @Test
    void startReturnsAtOnceThoughTheServiceAnswersWithinTheCall() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        AtomicBoolean late = new AtomicBoolean();
        TicketService slow = purchases -> {
            try {
                late.compareAndSet(false, !late.get() && !open.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return sold(purchases);
        };
        LoadGenerator load = new LoadGenerator(PURCHASES, witness(recorder), clock::incrementAndGet, Load.once(1, 1));
        load.start(slow, slow);
        open.countDown();
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(late).isFalse();
    }

    /** Gives up after 400 ms. */
    private static Load impatient(int retries) {
        return new Load(4, 1, retries, 0, 1, 0, Duration.ofMillis(200));
    }

    @Test
    void whatIsUnknownIsSentAgainWithTheSameRequestIdAsOftenAsAllowed() throws InterruptedException {
        Map<String, Integer> sends = new ConcurrentHashMap<>();
        TicketService service = purchases -> answers(purchases, purchase -> {
            int time = sends.merge(purchase.requestId(), 1, Integer::sum);
            return switch (purchase.requestId()) {
                case "r3" -> time == 1 ? new Outcome.Unknown("no answer") : new Outcome.Sold(1);
                case "r4" -> new Outcome.Unknown("no answer");
                case "r5" -> Outcome.NotExecuted.KEY_REUSED;
                default -> Outcome.Rejected.SOLD_OUT;
            };
        });
        History history = drive(service, service, new Load(30, 10, 2, 0, 1, 0));
        assertThat(sends).containsEntry("r3", 2).containsEntry("r4", 3).containsEntry("r5", 1);
        assertThat(history.attempts()).isEqualTo(PURCHASES.size() + 3);
    }

    @Test
    void theShareAskedForIsSentTwiceThroughTheTwinAndBeforeTheFirstAnswerCounts() throws InterruptedException {
        List<Purchase> twice = Collections.synchronizedList(new ArrayList<>());
        TicketService twin = purchases -> {
            twice.addAll(purchases);
            return sold(purchases);
        };
        History history = drive(this::sold, twin, new Load(20, 10, 0, 0.2, 1, 0));
        List<Purchase> atOnce = twice.subList(0, twice.size() - 32);
        assertThat(atOnce.size()).isBetween(150, 250);
        assertThat(history.attempts()).isEqualTo(PURCHASES.size() + twice.size());
        assertThat(history.situation()).isEqualTo(Situation.REPEATED);
        assertThat(atOnce).doesNotHaveDuplicates();
    }

    @Test
    void theFirstThatWereSoldAndTheFirstThatWereRefusedAreSentAgainInTheEnd() throws InterruptedException {
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        TicketService twin = purchases -> {
            purchases.forEach(purchase -> sent.add(purchase.requestId()));
            return sold(purchases);
        };
        TicketService service = purchases -> answers(
                purchases,
                purchase -> Integer.parseInt(purchase.requestId().substring(1)) < 500
                        ? new Outcome.Sold(7)
                        : Outcome.Rejected.SOLD_OUT);
        History history = drive(service, twin, new Load(4, 1, 0, 1e-9, 1, 0));
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 32).forEach(i -> expected.add("r" + i));
        IntStream.range(500, 532).forEach(i -> expected.add("r" + i));
        assertThat(sent).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(history.attempts()).isEqualTo(PURCHASES.size() + 64);
        assertThat(history.repeats()).isTrue();
        assertThat(history.invokedNanos(PURCHASES.size())).isGreaterThan(history.answeredNanos(PURCHASES.size() - 1));
        sent.clear();
        Recorder fresh = new Recorder(PURCHASES, PURCHASES.size());
        LoadGenerator once = new LoadGenerator(PURCHASES, witness(fresh), clock::incrementAndGet, Load.once(4, 1));
        once.start(service, twin);
        assertThat(once.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void aTurnEndsWhenBothTheCallAndItsTwinAreAnswered() {
        CompletableFuture<List<Answer>> late = new CompletableFuture<>();
        List<Purchase> sent = Collections.synchronizedList(new ArrayList<>());
        Load all = new Load(1, 1, 0, 1, 1, 0);
        Recorder room = new Recorder(PURCHASES, all.maxAttempts(PURCHASES.size()));
        LoadGenerator load = new LoadGenerator(PURCHASES, witness(room), clock::incrementAndGet, all);
        load.start(
                purchases -> {
                    sent.addAll(purchases);
                    return sold(purchases);
                },
                purchases -> sent.size() == 1 ? late : sold(purchases));
        await().until(() -> sent.size() == 1);
        late.complete(List.of(new Answer(new Outcome.Sold(7), "w", true)));
        await().until(() -> sent.size() == PURCHASES.size());
    }

    @Test
    void withARateCallsLeaveOnScheduleWhoeverHasAnswered() throws InterruptedException {
        List<Long> sent = Collections.synchronizedList(new ArrayList<>());
        Load paced = new Load(1_000, 10, 0, 0, 1, 20_000);
        CompletableFuture<Void> last = new CompletableFuture<>();
        LoadGenerator load = new LoadGenerator(
                PURCHASES, witness(new Recorder(PURCHASES, PURCHASES.size())), System::nanoTime, paced);
        TicketService silent = purchases -> {
            sent.add(System.nanoTime());
            return last.thenCompose(done -> sold(purchases));
        };
        long begin = System.nanoTime();
        load.start(silent, silent);
        await().until(() -> sent.size() == 100);
        last.complete(null);
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(sent.get(i) - begin).isGreaterThanOrEqualTo(paced.dueNanos(10 * i));
        }
    }

    /** What an answer sends at once is a closed loop, however slow the rate. */
    @Test
    void withARateNoAnswerSendsTheNextCall() throws InterruptedException {
        List<Thread> senders = Collections.synchronizedList(new ArrayList<>());
        TicketService quick = purchases -> {
            senders.add(Thread.currentThread());
            return CompletableFuture.supplyAsync(() -> sold(purchases).join());
        };
        drive(quick, quick, new Load(3, 1, 0, 0, 1, 1e18));
        assertThat(senders).hasSameSizeAs(PURCHASES).containsOnly(senders.get(0));
    }

    @Test
    void aRateGrowsForHalfASecond() {
        Load paced = new Load(1_000, 10, 0, 0, 1, 20_000);
        assertThat(paced.dueNanos(0)).isZero();
        assertThat(paced.dueNanos(50)).isEqualTo(50_000_000);
        assertThat(paced.dueNanos(59)).isEqualTo(50_000_000);
        assertThat(paced.dueNanos(5_000)).isEqualTo(500_000_000);
        assertThat(paced.dueNanos(25_000)).isEqualTo(1_500_000_000);
    }

    @Test
    void withARateNoMoreThanAllowedAreInFlight() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TicketService slow = purchases -> CompletableFuture.supplyAsync(() -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            underWay.decrementAndGet();
            return sold(purchases).join();
        });
        drive(slow, slow, new Load(3, 1, 0, 0, 1, 1e18));
        assertThat(most).hasValueBetween(1, 3);
    }

    @Test
    void oneTicketTooManyEndsTheLoadAtOnce() throws InterruptedException {
        Load load = Load.once(1, 1);
        AtomicInteger tickets = new AtomicInteger();
        RecordingWitness witness =
                new RecordingWitness(new Sale("s", Model.UNNUMBERED, 10), PURCHASES, load, clock.get());
        LoadGenerator generator = new LoadGenerator(PURCHASES, witness, clock::incrementAndGet, load);
        TicketService generous =
                purchases -> answers(purchases, purchase -> new Outcome.Sold(tickets.incrementAndGet()));
        generator.start(generous, generous);
        assertThat(generator.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(witness.history().attempts()).isEqualTo(11);
    }

    private History drive(TicketService service, int concurrency, int batch) throws InterruptedException {
        return drive(service, service, Load.once(concurrency, batch));
    }

    private History drive(TicketService service, TicketService twin, Load how) throws InterruptedException {
        Recorder all = new Recorder(PURCHASES, how.maxAttempts(PURCHASES.size()));
        LoadGenerator load = new LoadGenerator(PURCHASES, witness(all), clock::incrementAndGet, how);
        load.start(service, twin);
        assertThat(load.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(load.progress().done()).isEqualTo(PURCHASES.size());
        return all.history();
    }

    private static Witness witness(Recorder recorder) {
        return new Witness() {
            @Override
            public int invoked(int purchaseIndex, long nanos) {
                return recorder.invoked(purchaseIndex, nanos);
            }

            @Override
            public boolean answered(int attempt, int purchaseIndex, long nanos, Answer answer) {
                recorder.answered(attempt, nanos, answer);
                return true;
            }
        };
    }

    private static CompletableFuture<List<Answer>> answers(
            List<Purchase> purchases, Function<Purchase, Outcome> outcome) {
        return CompletableFuture.completedFuture(purchases.stream()
                .map(purchase -> new Answer(outcome.apply(purchase), "w", false))
                .toList());
    }

    private CompletableFuture<List<Answer>> sold(List<Purchase> purchases) {
        return CompletableFuture.completedFuture(purchases.stream()
                .map(p -> new Answer(new Outcome.Sold(7), "w", false))
                .collect(Collectors.toList()));
    }
}
