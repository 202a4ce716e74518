package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyHeadersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 3_000, 3_001, 5_000, 10_000})
    void theFlagsOfAnyNumberOfLinesFitAndAreRead(int lines) {
        String flags = "110".repeat(lines).substring(0, lines);
        Map<String, Object> headers = ReplyHeaders.of(new ReplyLines.Reply("", "w", flags));
        assertThat(headers.values()).allMatch(value -> value.toString().length() <= ReplyHeaders.MAX_CHARS);
        assertThat(ReplyHeaders.replayed(headers)).startsWith(flags).hasSizeLessThan(lines + 4);
    }

    @Test
    void theFirstFlagIsTheHighestBit() {
        assertThat(ReplyHeaders.toHex("100000011")).isEqualTo("818");
        assertThat(ReplyHeaders.fromHex("818")).isEqualTo("100000011000");
    }

    @Test
    void fewFlagsAreWrittenAsEver() {
        assertThat(ReplyHeaders.of(new ReplyLines.Reply("", "w", "010")))
                .isEqualTo(Map.of("worker", "w", "replayed", "010"));
    }

    @Test
    void aNameIsCut() {
        assertThat(ReplyHeaders.of(new ReplyLines.Reply("", "w".repeat(5_000), "0")))
                .containsEntry("worker", "w".repeat(100));
    }
}
