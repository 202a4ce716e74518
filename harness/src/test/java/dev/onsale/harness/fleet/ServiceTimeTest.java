package dev.onsale.harness.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ServiceTimeTest {
    private static final Purchase PURCHASE = Purchase.any("c", "r");
    private static final TicketService AT_ONCE = purchases -> CompletableFuture.completedFuture(
            Collections.nCopies(purchases.size(), Answer.unattended(Outcome.Rejected.SOLD_OUT)));

    @Test
    void purchasesAreServedOneAfterAnother() {
        try (ServiceTime desk = new ServiceTime(AT_ONCE, 5)) {
            long begin = System.nanoTime();
            List<CompletableFuture<List<Answer>>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(desk.buy(List.of(PURCHASE, PURCHASE)).toCompletableFuture());
            }
            answers.forEach(CompletableFuture::join);
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(40_000_000);
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).hasSize(2));
        }
    }

    @Test
    void whatIsHeldBackIsStillAnsweredAfterClosing() {
        ServiceTime desk = new ServiceTime(AT_ONCE, 20);
        CompletableFuture<List<Answer>> answer = desk.buy(List.of(PURCHASE)).toCompletableFuture();
        desk.close();
        assertThat(answer.join()).hasSize(1);
    }

    @Test
    void whatIsDecidedAfterClosingIsAnsweredAndNotFailed() {
        CompletableFuture<List<Answer>> decision = new CompletableFuture<>();
        ServiceTime desk = new ServiceTime(purchases -> decision, 20);
        CompletableFuture<List<Answer>> answer = desk.buy(List.of(PURCHASE)).toCompletableFuture();
        desk.close();
        decision.complete(List.of(Answer.unattended(Outcome.Rejected.SOLD_OUT)));
        assertThat(answer).isCompletedWithValueMatching(answers -> answers.size() == 1);
    }
}
