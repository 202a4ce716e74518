package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyLinesTest {
    private static final List<Purchase> TWO = List.of(Purchase.any("a", "r1"), Purchase.any("a", "r2"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsWrittenIsRead(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Purchase> purchases = BuyLinesTest.purchases(random);
            List<Answer> answers = purchases.stream()
                    .map(p -> new Answer(outcome(random), "w-é", random.nextBoolean()))
                    .collect(Collectors.toList());
            ReplyLines.Reply reply = ReplyLines.write(new Order(purchases, List.of()), answers);
            assertThat(ReplyLines.read(reply, purchases))
                    .as("seed=%d round=%d", seed, i)
                    .hasValue(answers);
        }
    }

    @Test
    void everyOutcomeHasItsLine() {
        List<Outcome> outcomes = new ArrayList<>(List.of(new Outcome.Sold(7), new Outcome.Unknown("secret")));
        outcomes.addAll(Arrays.asList(Outcome.Rejected.values()));
        outcomes.addAll(Arrays.asList(Outcome.NotExecuted.values()));
        List<Purchase> purchases = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            purchases.add(Purchase.any("a", "r" + purchases.size()));
            answers.add(new Answer(outcome, "w", purchases.size() == 1));
        }
        ReplyLines.Reply reply = ReplyLines.write(new Order(purchases, List.of()), answers);
        assertThat(reply).isEqualTo(new ReplyLines.Reply("""
                        SOLD r0 7
                        UNKNOWN r1
                        REJECTED r2 SOLD_OUT
                        REJECTED r3 SEAT_TAKEN
                        NOT_EXECUTED r4 MALFORMED
                        NOT_EXECUTED r5 NO_SUCH_SEAT
                        NOT_EXECUTED r6 KEY_REUSED
                        NOT_EXECUTED r7 BUSY
                        NOT_EXECUTED r8 NO_SALE
                        NOT_EXECUTED r9 UNAVAILABLE
                        """, "w", "1000000000"));
    }

    @Test
    void refusedLinesAreAnsweredInTheirPlace() {
        Order order = new Order(
                TWO,
                List.of(
                        new Order.Refused(0, "-", "?"),
                        new Order.Refused(2, "x", "?"),
                        new Order.Refused(4, "-", "?")));
        List<Answer> answers =
                List.of(new Answer(new Outcome.Sold(1), "w", true), new Answer(Outcome.Rejected.SOLD_OUT, "w", false));
        assertThat(ReplyLines.write(order, answers)).isEqualTo(new ReplyLines.Reply("""
                        NOT_EXECUTED - MALFORMED
                        SOLD r1 1
                        NOT_EXECUTED x MALFORMED
                        REJECTED r2 SOLD_OUT
                        NOT_EXECUTED - MALFORMED
                        """, "w", "01000"));
        assertThat(ReplyLines.write(Order.refusal("?"), List.of()))
                .isEqualTo(new ReplyLines.Reply("NOT_EXECUTED - MALFORMED\n", "", "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SOLD r1 1\n",
                "SOLD r2 1\nSOLD r1 2\n",
                "SOLD r1 1\nSOLD r2 2",
                "SOLD r1 1\nSOLD r2 2\nSOLD r3 3\n",
                "SOLD r1 1\n\nSOLD r2 2\n",
                "SOLD r1 1\nSOLD r22 2\n",
                "SOLD r1 1\nSOLD r2\n",
                "SOLD r1 1\nSOLD r2 \n",
                "SOLD r1 1\nSOLD r2 0\n",
                "SOLD r1 1\nSOLD r2 -2\n",
                "SOLD r1 1\nSOLD r2 two\n",
                "SOLD r1 1\nSOLD r2 2 \n",
                "SOLD r1 1\nREJECTED r2\n",
                "SOLD r1 1\nREJECTED r2 BUSY\n",
                "SOLD r1 1\nREJECTED r2 sold_out\n",
                "SOLD r1 1\nNOT_EXECUTED r2 SOLD_OUT\n",
                "SOLD r1 1\nUNKNOWN r2 why\n",
                "SOLD r1 1\nGIVEN r2 1\n",
                "SOLD r1 1\nSOLD\n",
                "SOLD r1 1\n r2 1\n",
            })
    void aReplyThatIsNotOneToThesePurchasesIsNone(String body) {
        assertThat(ReplyLines.read(new ReplyLines.Reply(body, "w", "00"), TWO)).isEmpty();
    }

    @Test
    void whoSaysNothingOfReplaysHasNone() {
        assertThat(ReplyLines.read(new ReplyLines.Reply("SOLD r1 1\nSOLD r2 2\n", "", "1"), TWO))
                .hasValue(
                        List.of(new Answer(new Outcome.Sold(1), "", true), new Answer(new Outcome.Sold(2), "", false)));
    }

    static Outcome outcome(Random random) {
        List<Outcome> outcomes = new ArrayList<>(List.of(
                new Outcome.Sold(1 + random.nextInt(Integer.MAX_VALUE)),
                new Outcome.Unknown("the worker does not know")));
        outcomes.addAll(Arrays.asList(Outcome.Rejected.values()));
        outcomes.addAll(Arrays.asList(Outcome.NotExecuted.values()));
        return outcomes.get(random.nextInt(outcomes.size()));
    }
}
