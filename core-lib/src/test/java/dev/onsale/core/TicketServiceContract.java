package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every transport must do with a ticket service on its far end. A subclass only says how the two ends are joined. */
@Timeout(60)
public abstract class TicketServiceContract {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(700);

    /** Serves the service, and connects a client to it. */
    protected abstract Link open(TicketService service, ClientOptions options) throws Exception;

    /** A client, and the server at the other end. */
    public interface Link extends AutoCloseable {
        TicketClient client();

        /** Ends the server as a crash would: at once, and nothing under way is answered. */
        void kill() throws IOException;

        @Override
        void close() throws IOException;
    }

    @Test
    void everyOutcomeArrivesAsItWasGiven() throws Exception {
        List<Answer> given = Stream.<Stream<Outcome>>of(
                        Stream.of(new Outcome.Sold(1), new Outcome.Sold(Sale.MAX_CAPACITY)),
                        Stream.of(Outcome.Rejected.values()),
                        Stream.of(Outcome.NotExecuted.values()))
                .flatMap(outcomes -> outcomes)
                .flatMap(outcome -> Stream.of(new Answer(outcome, "w1", false), new Answer(outcome, "w1", true)))
                .collect(Collectors.toList());
        try (Link link = open(scripted(given), options(PATIENT))) {
            for (int i = 0; i < given.size(); i++) {
                assertThat(await(link.client().buy(List.of(purchase(i))))).containsExactly(given.get(i));
            }
        }
    }

    @Test
    void anUnknownStaysUnknown() throws Exception {
        try (Link link =
                open(all(new Answer(new Outcome.Unknown("store did not answer"), "w1", false)), options(SHORT))) {
            Answer answer = await(link.client().buy(List.of(purchase(1)))).get(0);
            assertThat(answer.outcome()).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aBatchIsAnsweredInItsOrder() throws Exception {
        List<Answer> given = IntStream.range(0, 1000)
                .mapToObj(i -> new Answer(
                        switch (i % 4) {
                            case 0 -> Outcome.Rejected.SEAT_TAKEN;
                            case 1 -> Outcome.NotExecuted.BUSY;
                            default -> new Outcome.Sold(i);
                        },
                        "worker-7",
                        i % 5 == 0))
                .collect(Collectors.toList());
        List<Purchase> purchases = IntStream.range(0, 1000)
                .mapToObj(TicketServiceContract::purchase)
                .collect(Collectors.toList());
        try (Link link = open(scripted(given), options(PATIENT))) {
            assertThat(await(link.client().buy(purchases))).isEqualTo(given);
        }
    }

    @Test
    void purchasesArriveAsTheyWereSent() throws Exception {
        String longest = "é".repeat(Purchase.MAX_ID_BYTES / 2);
        List<Purchase> sent = List.of(
                Purchase.any("a", "b"),
                Purchase.any("José-Ωμέγα-票-🎫", "пример"),
                Purchase.any("<a&b>\"'", "]]>&amp;<!--"),
                Purchase.any(longest, longest),
                Purchase.seat("c", 1, "1"),
                Purchase.seat("c", 0, "2"),
                Purchase.seat("c", -17, "3"),
                Purchase.seat("c", Integer.MAX_VALUE, "4"),
                Purchase.seat("c", Integer.MIN_VALUE, "5"),
                Purchase.seat("123", 7, "-0x7"));
        Queue<Purchase> arrived = new ConcurrentLinkedQueue<>();
        TicketService recording = purchases -> {
            arrived.addAll(purchases);
            return all(new Answer(Outcome.Rejected.SOLD_OUT, "w", false)).buy(purchases);
        };
        try (Link link = open(recording, options(PATIENT))) {
            for (Purchase purchase : sent) {
                await(link.client().buy(List.of(purchase)));
            }
            assertThat(arrived).containsExactlyElementsOf(sent);
            arrived.clear();
            await(link.client().buy(sent));
            assertThat(arrived).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void nothingAskedIsNothingAnswered() throws Exception {
        try (Link link = open(all(new Answer(new Outcome.Sold(1), "w", false)), options(PATIENT))) {
            assertThat(await(link.client().buy(List.of()))).isEmpty();
        }
    }

    @Test
    void manyCallsAtOnceGetTheirOwnAnswers() throws Exception {
        TicketService echo = purchases -> CompletableFuture.supplyAsync(() -> purchases.stream()
                .map(p -> new Answer(new Outcome.Sold(Integer.parseInt(p.requestId()) + 1), "w", false))
                .collect(Collectors.toList()));
        try (Link link = open(echo, options(PATIENT))) {
            List<CompletionStage<List<Answer>>> calls = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                calls.add(link.client().buy(List.of(purchase(2 * i), purchase(2 * i + 1))));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(await(calls.get(i)))
                        .extracting(Answer::outcome)
                        .containsExactly(new Outcome.Sold(2 * i + 1), new Outcome.Sold(2 * i + 2));
            }
        }
    }

    @Test
    void noAnswerByTheDeadlineIsUnknown() throws Exception {
        try (Link link = open(purchases -> new CompletableFuture<>(), options(SHORT))) {
            assertThat(await(link.client().buy(List.of(purchase(1), purchase(2)))))
                    .extracting(Answer::outcome)
                    .hasOnlyElementsOfType(Outcome.Unknown.class)
                    .hasSize(2);
        }
    }

    @Test
    void aServerKilledMidRequestIsUnknown() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        TicketService silent = purchases -> {
            arrived.countDown();
            return new CompletableFuture<>();
        };
        try (Link link = open(silent, options(Duration.ofSeconds(2)))) {
            CompletionStage<List<Answer>> call = link.client().buy(List.of(purchase(1)));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            link.kill();
            assertThat(await(call).get(0).outcome()).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void nobodyThereIsNeverARejection() throws Exception {
        try (Link link = open(all(new Answer(new Outcome.Sold(1), "w", false)), options(SHORT))) {
            await(link.client().buy(List.of(purchase(1))));
            link.kill();
            assertThat(await(link.client().buy(List.of(purchase(2)))).get(0).outcome())
                    .isInstanceOfAny(Outcome.Unknown.class, Outcome.NotExecuted.class);
        }
    }

    @Test
    void aServiceThatBreaksIsUnknown() throws Exception {
        TicketService broken = purchases -> CompletableFuture.failedFuture(new IllegalStateException("secret detail"));
        try (Link link = open(broken, options(SHORT))) {
            Outcome outcome =
                    await(link.client().buy(List.of(purchase(1)))).get(0).outcome();
            assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
            assertThat(outcome.toString()).doesNotContain("secret detail");
        }
    }

    @Test
    void closingAnswersWhatIsUnderWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        TicketService silent = purchases -> {
            arrived.countDown();
            return new CompletableFuture<>();
        };
        try (Link link = open(silent, options(PATIENT))) {
            CompletionStage<List<Answer>> call = link.client().buy(List.of(purchase(1)));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            link.client().close();
            assertThat(await(call).get(0).outcome()).isInstanceOf(Outcome.Unknown.class);
            assertThat(await(link.client().buy(List.of(purchase(2)))).get(0).outcome())
                    .isEqualTo(Outcome.NotExecuted.UNAVAILABLE);
            link.client().close();
        }
    }

    private static ClientOptions options(Duration deadline) {
        return new ClientOptions(deadline, 8);
    }

    private static Purchase purchase(int i) {
        return Purchase.any("client-" + i, Integer.toString(i));
    }

    private static TicketService all(Answer answer) {
        return purchases -> CompletableFuture.completedFuture(
                purchases.stream().map(p -> answer).collect(Collectors.toList()));
    }

    private static TicketService scripted(List<Answer> answers) {
        return purchases -> CompletableFuture.completedFuture(purchases.stream()
                .map(p -> answers.get(Integer.parseInt(p.requestId())))
                .collect(Collectors.toList()));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
