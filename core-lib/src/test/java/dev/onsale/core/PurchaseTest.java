package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PurchaseTest {
    private static final String WORD_RULE = "must be without white space, control characters and broken surrogates: ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "00001",
                "#1",
                "\"a\\b\"",
                "<a&b>'",
                "José",
                "Ωμέγα",
                "пример",
                "票",
                "🎫",
                "e\u0301",
                "👩\u200d🚀"
            })
    void anyWordIsAnId(String id) {
        assertThat(Purchase.any(id, "r").client()).isEqualTo(id);
        assertThat(Purchase.any("c", id).requestId()).isEqualTo(id);
    }

    @Test
    void noCharacterThatSeparatesOrControlsIsInAnId() {
        String missed = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || c == 0xFEFF
                        || c == 0xFFFE
                        || c == 0xFFFF)
                .filter(c -> isAccepted("a" + Character.toString(c) + "b"))
                .mapToObj(c -> String.format("U+%04X", c))
                .collect(Collectors.joining(" "));
        assertThat(missed).isEmpty();
    }

    @Test
    void everyOtherCharacterCanBeInAnId() {
        String refused = IntStream.rangeClosed(0x21, Character.MAX_CODE_POINT)
                .filter(c -> switch (Character.getType(c)) {
                    case Character.UPPERCASE_LETTER,
                            Character.LOWERCASE_LETTER,
                            Character.OTHER_LETTER,
                            Character.DECIMAL_DIGIT_NUMBER,
                            Character.NON_SPACING_MARK,
                            Character.OTHER_SYMBOL,
                            Character.DASH_PUNCTUATION -> true;
                    default -> c < 0x7f;
                })
                .filter(c -> !isAccepted("a" + Character.toString(c) + "b"))
                .mapToObj(c -> String.format("U+%04X", c))
                .collect(Collectors.joining(" "));
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x09, 0x0A, 0x0D, 0x20, 0x7F, 0x80, 0x85, 0xA0, 0x1680, 0x2003, 0x2007, 0x2028, 0x2029, 0x202F,
                0x205F, 0x3000, 0xD800, 0xDFFF, 0xFEFF, 0xFFFE, 0xFFFF
            })
    void theMessageNamesTheCharacter(int c) {
        String id = "ab" + Character.toString(c);
        String found = String.format("U+%04X at 2", c);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Purchase.any(id, "r"))
                .withMessage(WORD_RULE + "client has " + found);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Purchase.seat("c", 1, id))
                .withMessage(WORD_RULE + "requestId has " + found);
    }

    @Test
    void aSurrogateAloneIsBroken() {
        assertThat(isAccepted("\ud83c\udfab")).isTrue();
        assertThat(isAccepted("\ud83c")).isFalse();
        assertThat(isAccepted("\udfab")).isFalse();
        assertThat(isAccepted("\udfab\ud83c")).isFalse();
        assertThat(isAccepted("\ud83cx\udfab")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "~", "é", "\u00a1", "\u07ff", "\u0800", "票", "\uffee", "\ud800\udc00", "🎫"})
    void theLimitIsInBytesOfUtf8(String letter) {
        int width = letter.getBytes(StandardCharsets.UTF_8).length;
        String longest = letter.repeat(128 / width) + "x".repeat(128 % width);
        assertThat(isAccepted(longest)).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Purchase.any(longest + "x", "r"))
                .withMessage("must be 1 to 128 bytes of UTF-8: client has 129");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Purchase.any("c", longest + "x"))
                .withMessage("must be 1 to 128 bytes of UTF-8: requestId has 129");
    }

    @Test
    void nothingIsNoId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Purchase.any("", "r"))
                .withMessage("must be 1 to 128 bytes of UTF-8: client has 0");
    }

    @Test
    void aSeatIsPartOfThePurchase() {
        assertThat(Purchase.seat("c", 0, "r")).isNotEqualTo(Purchase.any("c", "r"));
        assertThat(Purchase.seat("c", 1, "r")).isNotEqualTo(Purchase.seat("c", 2, "r"));
        assertThat(Purchase.seat("c", Integer.MIN_VALUE, "r")).isEqualTo(Purchase.seat("c", Integer.MIN_VALUE, "r"));
    }

    private static boolean isAccepted(String id) {
        try {
            return !Purchase.any(id, "r").client().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
