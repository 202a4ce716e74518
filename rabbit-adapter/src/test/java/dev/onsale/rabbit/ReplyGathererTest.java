package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyGathererTest {
    private static final Order ONE = new Order(List.of(Purchase.any("a", "r1")), List.of());
    private static final List<Answer> SOLD = List.of(new Answer(new Outcome.Sold(1), "w1", false));

    @Test
    void linesFlagsAndCorrelationIdsAreInOneOrder() {
        ReplyGatherer gatherer = new ReplyGatherer("w1");
        gatherer.add("7", ONE, SOLD);
        gatherer.add("5", Order.refusal("?"), List.of());
        gatherer.add(
                "6",
                new Order(
                        List.of(Purchase.any("é", "r1"), Purchase.any("é", "ü")),
                        List.of(new Order.Refused(1, "-", "?"))),
                List.of(
                        new Answer(Outcome.Rejected.SOLD_OUT, "w1", true),
                        new Answer(new Outcome.Sold(2), "w1", true)));
        assertThat(new String(gatherer.body(), StandardCharsets.UTF_8)).isEqualTo("""
                SOLD r1 1
                NOT_EXECUTED - MALFORMED
                REJECTED r1 SOLD_OUT
                NOT_EXECUTED - MALFORMED
                SOLD ü 2
                """);
        assertThat(gatherer.headers())
                .isEqualTo(Map.of("worker", "w1", "correlations", "7 5 6", "replayed", "0 0 101"));
        assertThat(gatherer.size()).isEqualTo(3);
    }

    @Test
    void theFirstAlwaysFitsAndAnotherWorkersNever() {
        Order large = new Order(List.of(), Collections.nCopies(10_000, new Order.Refused(0, "-", "?")));
        ReplyGatherer gatherer = new ReplyGatherer("w1");
        assertThat(gatherer.takes(large, "w1")).isTrue();
        gatherer.add("1", ONE, SOLD);
        assertThat(gatherer.takes(large, "w1")).isFalse();
        assertThat(gatherer.takes(ONE, "w1")).isTrue();
        assertThat(gatherer.takes(ONE, "w2")).isFalse();
    }

    @Test
    void headersFitIntoTheSmallestFrame() {
        ReplyGatherer gatherer = new ReplyGatherer("w1");
        int gathered = 0;
        while (gatherer.takes(ONE, "w1")) {
            gatherer.add("123456789012345678", ONE, SOLD);
            gathered++;
        }
        assertThat(gathered).isGreaterThan(100);
        int length = gatherer.headers().values().stream()
                .mapToInt(text -> text.toString().length())
                .sum();
        assertThat(length).isBetween(2_900, 3_010);
    }

    @Test
    void aFullBodyTakesNoMore() {
        Order longest = new Order(List.of(Purchase.any("a", "r".repeat(Purchase.MAX_ID_BYTES))), List.of());
        ReplyGatherer gatherer = new ReplyGatherer("w1");
        while (gatherer.takes(longest, "w1")) {
            gatherer.add("1", longest, SOLD);
        }
        assertThat(gatherer.body().length).isBetween(64 * 1024, 64 * 1024 + Purchase.MAX_ID_BYTES + 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "123456789012345678"})
    void whoAsksIsGatheredFor(String correlationId) {
        assertThat(ReplyGatherer.isWanted(properties("onsale.gather", correlationId)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "by hand", "1 2", "-1", "+1", "1234567890123456789", "٣", "1\n"})
    void anIdThatIsNoShortNumberIsRepliedToAlone(String correlationId) {
        assertThat(ReplyGatherer.isWanted(properties("onsale.gather", correlationId)))
                .isFalse();
    }

    @Test
    void whoDoesNotAskIsRepliedToAlone() {
        assertThat(ReplyGatherer.isWanted(new AMQP.BasicProperties())).isFalse();
        assertThat(ReplyGatherer.isWanted(properties("onsale", "1"))).isFalse();
        assertThat(ReplyGatherer.isWanted(
                        new AMQP.BasicProperties.Builder().type("onsale.gather").build()))
                .isFalse();
        assertThat(ReplyGatherer.isWanted(
                        new AMQP.BasicProperties.Builder().correlationId("1").build()))
                .isFalse();
    }

    private static AMQP.BasicProperties properties(String type, String correlationId) {
        return new AMQP.BasicProperties.Builder()
                .type(type)
                .correlationId(correlationId)
                .build();
    }
}
