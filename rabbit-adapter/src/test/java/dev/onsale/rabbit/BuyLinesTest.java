package dev.onsale.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BuyLinesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsWrittenIsRead(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Purchase> purchases = purchases(random);
            assertThat(BuyLines.read(BuyLines.write(purchases)))
                    .as("seed=%d round=%d", seed, i)
                    .isEqualTo(new Order(purchases, List.of()));
        }
    }

    /** Whatever the bytes: every line is a purchase or refused, in its place, and nothing is thrown. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void hostileBytesAreRefusedLineByLine(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] body = BuyLines.write(purchases(random));
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            Order order = BuyLines.read(body);
            assertThat(order.size()).as("seed=%d round=%d", seed, i).isPositive();
            assertThat(order.refused())
                    .extracting(Order.Refused::index)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .allMatch(index -> index >= 0 && index < order.size());
            assertThat(order.refused()).allMatch(refused -> isId(refused.request()));
        }
    }

    @Test
    void linesMayEndAndBeSpacedAsInAWorkloadFile() {
        assertThat(read("# bought\tby hand\r\n\r\nBUY  a\tr1\r\n  BUY b 7 r2 \n \t \nBUY c r3"))
                .isEqualTo(new Order(
                        List.of(Purchase.any("a", "r1"), Purchase.seat("b", 7, "r2"), Purchase.any("c", "r3")),
                        List.of()));
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(read("\uFEFFBUY a r1\nBUY a r2"))
                .isEqualTo(new Order(List.of(Purchase.any("a", "r1"), Purchase.any("a", "r2")), List.of()));
        assertThat(read("\uFEFF# by hand\nBUY a r1").purchases()).containsExactly(Purchase.any("a", "r1"));
        assertThat(read("\uFEFF")).isEqualTo(Order.refusal("must have at least one BUY line"));
    }

    @Test
    void aCommentBehindAPurchaseIsNoRequest() {
        assertThat(read("BUY user1 7 #vip"))
                .isEqualTo(new Order(
                        List.of(),
                        List.of(new Order.Refused(
                                0, "-", "expected comments on lines of their own, found \"BUY user1 7 #vip\""))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            buy a r;           -; expected "BUY <client> <request>" or "BUY <client> <seat> <request>", found "buy a r"
            BUYER a r;         -; expected "BUY <client> <request>" or "BUY <client> <seat> <request>", found "BUYER a r"
            BUY;               -; expected "BUY <client> <request>" or "BUY <client> <seat> <request>", found "BUY"
            BUY r;             -; expected "BUY <client> <request>" or "BUY <client> <seat> <request>", found "BUY r"
            BUY a 1 r x;       -; expected "BUY <client> <request>" or "BUY <client> <seat> <request>", found "BUY a 1 r x"
            BUY a x r;         r; expected a seat that is a 32-bit integer, found "x" in "BUY a x r"
            BUY a 2147483648 r;  r; expected a seat that is a 32-bit integer, found "2147483648" in "BUY a 2147483648 r"
            BUY a -2147483649 r; r; expected a seat that is a 32-bit integer, found "-2147483649" in "BUY a -2147483649 r"
            BUY a - r;         r; expected a seat that is a 32-bit integer, found "-" in "BUY a - r"
            BUY a +1 r;        r; expected a seat that is a 32-bit integer, found "+1" in "BUY a +1 r"
            BUY a 1٣ r;        r; expected a seat that is a 32-bit integer, found "1٣" in "BUY a 1٣ r"
            """)
    void aLineThatIsNoPurchaseIsRefused(String line, String request, String why) {
        assertThat(read("BUY a r1\n" + line + "\nBUY a r2\n"))
                .isEqualTo(new Order(
                        List.of(Purchase.any("a", "r1"), Purchase.any("a", "r2")),
                        List.of(new Order.Refused(1, request, why))));
    }

    @Test
    void anIdThatIsNoneIsRefusedAndNotSentBack() {
        assertThat(read("BUY a " + "r".repeat(129)).refused()).singleElement().satisfies(refused -> {
            assertThat(refused.request()).isEqualTo("-");
            assertThat(refused.why())
                    .startsWith("an id must be 1 to 128 bytes of UTF-8: requestId has 129, found \"BUY a r");
        });
        assertThat(read("BUY a\u0007 r1").refused())
                .extracting(Order.Refused::request)
                .containsExactly("r1");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] body = {'B', 'U', 'Y', ' ', (byte) 0xC3, (byte) 0x28, ' ', 'r', '\n', 'B', 'U', 'Y', ' ', 'a', ' ', 'b'};
        Order order = BuyLines.read(body);
        assertThat(order.purchases()).containsExactly(Purchase.any("a", "b"));
        assertThat(order.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.request()).isEqualTo("r");
            assertThat(refused.why()).startsWith("expected UTF-8, found \"BUY ");
        });
        byte[] request = {'B', 'U', 'Y', ' ', 'a', ' ', (byte) 0xFF};
        assertThat(BuyLines.read(request).refused())
                .extracting(Order.Refused::request)
                .containsExactly("-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " ", "# nothing", "\n\n\t\n"})
    void aBodyWithoutALineIsRefused(String body) {
        assertThat(read(body)).isEqualTo(Order.refusal("must have at least one BUY line"));
    }

    @Test
    void aBodyThatIsTooLongIsRefusedAsAWhole() {
        assertThat(read("BUY a r\n".repeat(BuyLines.MAX_LINES)).purchases()).hasSize(BuyLines.MAX_LINES);
        assertThat(read("BUY a r\n".repeat(BuyLines.MAX_LINES + 1)))
                .isEqualTo(Order.refusal("must be at most 10000 lines"));
        byte[] large = ("BUY a r" + " ".repeat(BuyLines.MAX_BYTES - 7)).getBytes(UTF_8);
        assertThat(BuyLines.read(large).purchases()).hasSize(1);
        assertThat(BuyLines.read((new String(large, UTF_8) + " ").getBytes(UTF_8)))
                .isEqualTo(Order.refusal("must be at most 1048576 bytes: body=1048577"));
    }

    @Test
    void asManyAsAreWrittenAlwaysFit() {
        String longest = "x".repeat(Purchase.MAX_ID_BYTES);
        List<Purchase> most = IntStream.range(0, BuyLines.MAX_WRITTEN)
                .mapToObj(i -> Purchase.seat(longest, Integer.MIN_VALUE, longest))
                .collect(Collectors.toList());
        assertThat(BuyLines.read(BuyLines.write(most)).purchases()).isEqualTo(most);
        assertThat(BuyLines.MAX_WRITTEN).isLessThanOrEqualTo(BuyLines.MAX_LINES);
    }

    private static Order read(String body) {
        return BuyLines.read(body.getBytes(UTF_8));
    }

    private static boolean isId(String text) {
        return Purchase.any(text, text).requestId().equals(text);
    }

    static List<Purchase> purchases(Random random) {
        List<Purchase> purchases = new ArrayList<>();
        for (int n = 1 + random.nextInt(20); n > 0; n--) {
            purchases.add(
                    random.nextBoolean()
                            ? Purchase.any(id(random), id(random))
                            : Purchase.seat(id(random), random.nextInt(), id(random)));
        }
        return purchases;
    }

    private static String id(Random random) {
        String[] letters = {"a", "B", "7", "-", "#", "é", "Ω", "票", "🎫", "\"", "&", "\\"};
        return "i"
                + IntStream.rangeClosed(0, random.nextInt(30))
                        .mapToObj(i -> letters[random.nextInt(letters.length)])
                        .collect(Collectors.joining());
    }
}
