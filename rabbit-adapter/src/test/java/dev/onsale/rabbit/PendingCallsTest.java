package dev.onsale.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PendingCallsTest {
    private static final String TWO_LINES = "SOLD r1 1\nREJECTED r2 SOLD_OUT\n";

    private final ClientCounters counters = new ClientCounters();
    private final PendingCalls pending = new PendingCalls(counters);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsGatheredReachesEachCall(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            ReplyGatherer gatherer = new ReplyGatherer("w-é");
            Map<Call, List<Answer>> expected = new HashMap<>();
            List<Call> calls = new ArrayList<>();
            for (long number = 1; number <= 1 + random.nextInt(40); number++) {
                calls.add(call(number, BuyLinesTest.purchases(random)));
            }
            Collections.shuffle(calls, random);
            for (Call call : calls) {
                List<Answer> answers = call.purchases().stream()
                        .map(p -> new Answer(ReplyLinesTest.outcome(random), "w-é", random.nextBoolean()))
                        .toList();
                gatherer.add(Long.toString(call.correlation()), new Order(call.purchases(), List.of()), answers);
                expected.put(call, answers);
            }
            pending.replied(properties(gatherer.headers()), gatherer.body());
            for (Call call : calls) {
                assertThat(call.answers()).as("seed=%d round=%d", seed, round).isCompletedWithValue(expected.get(call));
            }
        }
        assertThat(counters.mismatchedReplies.sum() + counters.lateReplies.sum())
                .isZero();
    }

    @Test
    void theSameRequestPendingTwiceIsToldApartByItsCall() {
        Call first = call(1, "r1");
        Call second = call(2, "r1");
        gathered("2 1", "1 0", "SOLD r1 7\nREJECTED r1 SOLD_OUT\n");
        assertThat(first.answers()).isCompletedWithValue(List.of(new Answer(Outcome.Rejected.SOLD_OUT, "w1", false)));
        assertThat(second.answers()).isCompletedWithValue(List.of(new Answer(new Outcome.Sold(7), "w1", true)));
    }

    @Test
    void aReplyToAnUnknownCallIsLateAndHarmsNoOther() {
        Call first = call(1, "r1");
        Call third = call(3, "r3");
        gathered("1 2 3", "0 00 0", "SOLD r1 1\nSOLD x 2\nSOLD y 3\nSOLD r3 4\n");
        assertThat(first.answers()).isCompletedWithValue(List.of(new Answer(new Outcome.Sold(1), "w1", false)));
        assertThat(third.answers()).isCompletedWithValue(List.of(new Answer(new Outcome.Sold(4), "w1", false)));
        assertThat(counters.lateReplies.sum()).isEqualTo(1);
        gathered("1", "0", "SOLD r1 1\n");
        assertThat(counters.lateReplies.sum()).isEqualTo(2);
    }

    @Test
    void aPartThatIsNoReplyToItsCallIsUnknownAlone() {
        Call first = call(1, "r1");
        Call second = call(2, "r2");
        Call third = call(3, "r3");
        gathered("1 2 3", "0 0 0", "SOLD r1 1\nNOT_EXECUTED - MALFORMED\nSOLD r3 3\n");
        assertThat(first.answers()).isCompletedWithValue(List.of(new Answer(new Outcome.Sold(1), "w1", false)));
        assertUnknown(second);
        assertThat(third.answers()).isCompletedWithValue(List.of(new Answer(new Outcome.Sold(3), "w1", false)));
        assertThat(counters.mismatchedReplies.sum()).isEqualTo(1);
    }

    @Test
    void tornAnywhereItAnswersNobody() {
        for (int length = 0; length < TWO_LINES.length(); length++) {
            assertNobodyIsAnswered("1 2", "0 0", TWO_LINES.substring(0, length));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1 2, 0",
        "1 2, 00",
        "1 2, 0 00",
        "1 2, 0 0 0",
        "1 2, 0 ''",
        "1 2,''",
        "1 2, 00 0",
        "1 2 3, 0 0",
        "1 x 2, 0 0 0",
        "1 2 '', 0 0 0",
        "1 -2 2, 0 0 0",
        "1 2, 0  0",
        "x 1 2, 0 0"
    })
    void headersThatDoNotAddUpAnswerNobody(String correlations, String replayed) {
        assertNobodyIsAnswered(correlations.replace("''", ""), replayed.replace("''", ""), TWO_LINES);
    }

    @Test
    void aLineTooFewAnswersNobody() {
        assertNobodyIsAnswered("1 2", "0 0000", TWO_LINES);
        Call call = call(1, "r1");
        gathered("1", "000", "SOLD r1 1\n");
        assertUnknown(call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 x 2", "1 0 2", "1 -3 2", "1  2", "1 3.0 2", "1 99999999999999999999 2"})
    void anIdThatIsNoneMakesAllOfItDoubtful(String correlations) {
        assertNobodyIsAnswered(correlations, "0 0 0", "SOLD r1 1\nSOLD r3 3\nSOLD r2 2\n");
    }

    @Test
    void aLineTooManyAnswersNobody() {
        assertNobodyIsAnswered("1 2", "0 0", TWO_LINES + "SOLD r3 3\n");
        assertNobodyIsAnswered("1 2", "0 0", TWO_LINES + "\n");
        assertNobodyIsAnswered("1 2", "0 0", TWO_LINES + "x");
    }

    @Test
    void aPlainReplyIsReadAsEver() {
        Call call = call(1, "r1");
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .correlationId("1")
                .headers(Map.of("worker", "w1", "replayed", "1"))
                .build();
        pending.replied(properties, "SOLD r1 1\n".getBytes(UTF_8));
        assertThat(call.answers()).isCompletedWithValue(List.of(new Answer(new Outcome.Sold(1), "w1", true)));
        pending.replied(new AMQP.BasicProperties(), "SOLD r1 1\n".getBytes(UTF_8));
        assertThat(counters.lateReplies.sum()).isEqualTo(1);
    }

    private void assertNobodyIsAnswered(String correlations, String replayed, String body) {
        Call first = call(1, "r1");
        Call second = call(2, "r2");
        gathered(correlations, replayed, body);
        assertUnknown(first);
        assertUnknown(second);
    }

    private static void assertUnknown(Call call) {
        assertThat(call.answers())
                .isCompletedWithValue(
                        List.of(Answer.unattended(new Outcome.Unknown("the reply is not one to these purchases"))));
    }

    private void gathered(String correlations, String replayed, String body) {
        pending.replied(
                properties(Map.of("worker", "w1", "correlations", correlations, "replayed", replayed)),
                body.getBytes(UTF_8));
    }

    private static AMQP.BasicProperties properties(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().headers(headers).build();
    }

    private Call call(long number, String... requests) {
        return call(
                number,
                Arrays.stream(requests)
                        .map(request -> Purchase.any("a", request))
                        .toList());
    }

    private Call call(long number, List<Purchase> purchases) {
        Call call = new Call(number, purchases, 0);
        pending.add(call);
        return call;
    }
}
