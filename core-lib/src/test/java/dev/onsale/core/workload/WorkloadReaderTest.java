package dev.onsale.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkloadReaderTest {
    @TempDir
    Path directory;

    @Test
    void aFileIsReadInItsOrder() throws IOException {
        Path file = directory.resolve("evening.txt");
        Files.writeString(file, "# A comment\n\nBUY ann 2\nBUY bob 1\n");
        Workload workload = WorkloadReader.read(file);
        assertThat(workload.name()).isEqualTo("evening");
        assertThat(workload.source()).isEqualTo("evening.txt");
        assertThat(workload.model()).isEqualTo(Model.UNNUMBERED);
        assertThat(workload.purchases()).containsExactly(Purchase.any("ann", "2"), Purchase.any("bob", "1"));
        assertThat(workload.sha256()).isEqualTo("9fc4c44f7f2746da103e1fc80f6a95ff4dc7d8024f4d06ecf45af0cbcfb71247");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUY ann 7 r1\nBUY bob 8 r2\n",
                "BUY ann 7 r1\nBUY bob 8 r2",
                "BUY ann 7 r1\r\nBUY bob 8 r2\r\n",
                "BUY ann 7 r1\r\nBUY bob 8 r2\r",
                "\uFEFFBUY ann 7 r1\nBUY bob 8 r2",
                "\uFEFF# comment\r\n\r\nBUY ann 7 r1\r\n   \t \r\n#\r\nBUY bob 8 r2\r\n \t# the end",
                "BUY\tann\t7\tr1\n  BUY   bob \t 8\t\tr2 \t\n",
                "\n\n\nBUY ann 007 r1\n\nBUY bob 8 r2\n\n\n",
            })
    void decorationDoesNotMatter(String text) throws IOException {
        assertThat(read(text).purchases())
                .containsExactly(Purchase.seat("ann", 7, "r1"), Purchase.seat("bob", 8, "r2"));
    }

    @Test
    void seatsThatNoSaleHasAreRead() throws IOException {
        assertThat(read("BUY a 0 1\nBUY a 99999 2\nBUY a -2147483648 3\nBUY a 2147483647 4\nBUY a -0 5")
                        .purchases())
                .extracting(purchase -> purchase.seat().orElseThrow())
                .containsExactly(0, 99_999, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
    }

    @Test
    void idsAreAnyWords() throws IOException {
        String longest = "票".repeat(42) + "é";
        assertThat(read("BUY José-票-🎫 \"a\\b\"\nBUY BUY BUY\nBUY a#1 " + longest)
                        .purchases())
                .containsExactly(
                        Purchase.any("José-票-🎫", "\"a\\b\""),
                        Purchase.any("BUY", "BUY"),
                        Purchase.any("a#1", longest));
    }

    @Test
    void anIdenticalLineIsARetryInItsPlace() throws IOException {
        Workload workload = read("BUY a 1\nBUY b 2\nBUY a 1\nBUY a 1\n");
        assertThat(workload.purchases()).extracting(Purchase::requestId).containsExactly("1", "2", "1", "1");
        assertThat(workload.distinctRequests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BYU user1 1",
                "buy user1 1",
                "BUYuser1 1",
                "BUY",
                "BUY user1",
                "BUY user1 1 2 3",
                "BUY user1 1 2 3 4 5 6 7",
                "BUY user1 1   # first",
                "BUY, user1, 1",
            })
    void aLineOfAnotherFormIsRefused(String line) {
        assertRefused(
                "# one\n\n" + line + "\nBUY a 1\n",
                "t.txt:3: expected \"BUY <client> <request>\" or \"BUY <client> <seat> <request>\", found \"" + line
                        + "\"");
    }

    @Test
    void theExcerptIsShortAndHarmless() {
        String form = "t.txt:1: expected \"BUY <client> <request>\" or \"BUY <client> <seat> <request>\", found ";
        assertRefused("x".repeat(60) + "\n", form + '"' + "x".repeat(60) + '"');
        assertRefused("x".repeat(61) + "\n", form + '"' + "x".repeat(60) + "…\"");
        assertRefused("🎫".repeat(61) + "\n", form + '"' + "🎫".repeat(60) + "…\"");
        assertRefused(
                "\u001b[31m\"red\"\\\tred\u007f\u202e\u00a0\u2028\ue000 é票🎫\rBUY a 1\r",
                form + "\"\\u{1b}[31m\\\"red\\\"\\\\\\tred\\u{7f}\\u{202e}\\u{a0}\\u{2028}\\u{e000} é票🎫\\rBUY a 1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A7",
                "7a",
                "1.5",
                "+7",
                "-",
                "--7",
                "2147483648",
                "-2147483649",
                "18446744073709551623",
                "99999999999999999999",
                "٧"
            })
    void aSeatThatIsNoIntIsRefused(String seat) {
        assertRefused(
                "BUY a " + seat + " 1",
                "t.txt:1: expected a seat that is a 32-bit integer, found \"" + seat + "\" in \"BUY a " + seat
                        + " 1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUY user1 7 #vip", "BUY user1 #1", "BUY #1 1", "BUY user1 #7 1"})
    void aCommentBehindAPurchaseIsNotTakenForARequest(String line) {
        assertRefused(line, "t.txt:1: expected comments on lines of their own, found \"" + line + "\"");
    }

    @Test
    void anIdThatNoPurchaseCanHaveIsRefused() {
        String tooLong = "é".repeat(64) + "x";
        assertRefused(
                "BUY a 1\nBUY " + tooLong + " 2",
                "t.txt:2: an id must be 1 to 128 bytes of UTF-8: client has 129, found \"BUY " + "é".repeat(56)
                        + "…\"");
        assertRefused(
                "BUY a 1\nBUY b r\u00a02",
                "t.txt:2: an id must be without white space, control characters and broken surrogates: requestId has "
                        + "U+00A0 at 1, found \"BUY b r\\u{a0}2\"");
        assertRefused(
                "BUY a 1\nBUY b\r 2\r\n",
                "t.txt:2: an id must be without white space, control characters and broken surrogates: client has "
                        + "U+000D at 1, found \"BUY b\\r 2\"");
        assertRefused(
                "BUY a 1\n\uFEFFBUY b 2\n",
                "t.txt:2: expected \"BUY <client> <request>\" or \"BUY <client> <seat> <request>\", found "
                        + "\"\\u{feff}BUY b 2\"");
    }

    @ParameterizedTest
    @CsvSource({
        "42 55 59 20 6A 6F 73 E9 20 31, e9, 8, BUY jos\uFFFD 1",
        "42 C0 80, c0, 2, B\uFFFD\uFFFD",
        "42 ED A0 80, ed, 2, B\uFFFD",
        "42 E2 80, e2, 2, B\uFFFD",
        "FE FF 20 42, fe, 1, \uFFFD\uFFFD B",
    })
    void whatIsNotUtf8IsRefused(String hex, String found, int at, String excerpt) {
        byte[] line = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThatExceptionOfType(WorkloadException.class)
                .isThrownBy(() -> read(new ByteArrayInputStream(line)))
                .withMessage("t.txt:1: expected UTF-8, found 0x" + found + " at byte " + at + ": \"" + excerpt + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"23 20 E9", "20 09 23 C0 80", "EF BB BF 23 ED A0 80", "23 E2 80 0D"})
    void whatEncodingACommentIsInIsNobodysConcern(String hex) throws IOException {
        String latin1 = new String(HexFormat.ofDelimiter(" ").parseHex(hex), StandardCharsets.ISO_8859_1);
        byte[] file = (latin1 + "\nBUY a 1\n# ol\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(new ByteArrayInputStream(file)).purchases()).containsExactly(Purchase.any("a", "1"));
    }

    @Test
    void aNulIsRefusedEvenInAComment() {
        assertRefused("BUY a 1\n# b\0c\n", "t.txt:2: expected text, found a NUL at byte 4: \"# b\\u{0}c\"");
        assertRefused("B\0U\0Y\0", "t.txt:1: expected text, found a NUL at byte 2: \"B\\u{0}U\\u{0}Y\\u{0}\"");
    }

    @Test
    void mixedModelsAreRefusedWithBothLines() {
        assertRefused(
                "#\nBUY a 1\nBUY a 2\nBUY b 7 3\n",
                "t.txt:4: expected a purchase without a seat, as on line 2, found \"BUY b 7 3\"");
        assertRefused(
                "BUY b 7 3\n\nBUY a 1\n", "t.txt:3: expected a purchase with a seat, as on line 1, found \"BUY a 1\"");
    }

    @Test
    void aRequestForTwoPurchasesIsRefusedWithBothLines() {
        assertRefused(
                "BUY a 1\nBUY c 2\n\nBUY b 1\n",
                "t.txt:4: expected request \"1\" to be for client \"a\", as on line 1, found it for client \"b\"");
        assertRefused(
                "BUY a 7 1\nBUY a 7 1\nBUY a 8 1\n",
                "t.txt:3: expected request \"1\" to be for client \"a\" and seat 7, as on line 1, found it for client"
                        + " \"a\" and seat 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\uFEFF", "# nothing\n\n   \t\n#", "\r\n"})
    void aFileWithoutPurchasesIsRefused(String text) {
        assertRefused(text, "t.txt: expected at least one BUY line, found none");
    }

    @Test
    void aLineMayBeAThousandBytesLong() throws IOException {
        String spaces = " ".repeat(1_000 - 7);
        for (String end : List.of("", "\n", "\r", "\r\n")) {
            assertThat(read("BUY" + spaces + "a 11" + end).purchases()).hasSize(1);
            assertRefused(
                    "BUY 11 a" + spaces + end,
                    "t.txt:1: expected at most 1000 bytes in a line, found more: \"BUY 11 a" + " ".repeat(52) + "…\"");
        }
        assertThat(read("BUY a 1\n#" + "é".repeat(499) + "\r\n".repeat(200_000) + "BUY a 2")
                        .purchases())
                .hasSize(2);
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItIsRead() {
        Endless endless = new Endless();
        assertThatExceptionOfType(WorkloadException.class)
                .isThrownBy(() -> read(endless))
                .withMessage("t.txt:1: expected at most 1000 bytes in a line, found more: \"" + "x".repeat(60) + "…\"");
        assertThat(endless.given).isLessThan(1_000_000);
    }

    @Test
    void aStreamMayGiveWhatItLikes() throws IOException {
        byte[] bytes = "\uFEFF#\r\nBUY José 1\r\nBUY b 2".getBytes(StandardCharsets.UTF_8);
        InputStream oneByOne = new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, 1);
            }
        };
        Workload workload = read(oneByOne);
        assertThat(workload.purchases()).containsExactly(Purchase.any("José", "1"), Purchase.any("b", "2"));
        assertThat(workload.sha256())
                .isEqualTo(read(new ByteArrayInputStream(bytes)).sha256());
    }

    @Test
    void theMessageNamesTheFileAsTheUserDid() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.txt"), "BUY a\n");
        assertThatExceptionOfType(WorkloadException.class)
                .isThrownBy(() -> WorkloadReader.read(file))
                .withMessageStartingWith(file + ":1: expected ");
    }

    @Test
    void aFileThatCannotBeReadIsAClearSentence() throws IOException {
        Path missing = directory.resolve("missing.txt");
        assertUnreadable(missing, "the workload does not exist: " + missing);
        assertUnreadable(directory, "expected a workload file, found a directory: " + directory);
        Path below =
                Files.writeString(directory.resolve("file.txt"), "BUY a 1\n").resolve("below.txt");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WorkloadReader.read(below))
                .withMessageStartingWith("the workload cannot be read (")
                .withMessageEndingWith("): " + below);
        assertThat(WorkloadReader.unreadable(missing, new AccessDeniedException(missing.toString())))
                .hasMessage("the workload cannot be read (permission denied): " + missing);
        assertThat(WorkloadReader.unreadable(missing, new IOException("Input/output error")))
                .hasMessage("the workload cannot be read (Input/output error): " + missing);
    }

    @Test
    void aDirectoryIsItsTextFilesByName() throws IOException {
        for (String name : List.of("b.txt", "a.txt", "c.txt.bak", "README.md", ".hidden.txt")) {
            Files.writeString(directory.resolve(name), name.endsWith(".txt") ? "BUY x 1\n" : "other");
        }
        Files.writeString(directory.resolve(".hidden.txt"), "not a workload");
        Files.createDirectory(directory.resolve("d.txt"));
        assertThat(WorkloadReader.readAll(directory)).extracting(Workload::name).containsExactly("a", "b");
        assertThat(WorkloadReader.readAll(directory.resolve("b.txt")))
                .extracting(Workload::name)
                .containsExactly("b");
    }

    @Test
    void aDirectoryWithoutTextFilesIsRefused() throws IOException {
        Files.writeString(directory.resolve("workload.csv"), "BUY x 1\n");
        assertThatExceptionOfType(WorkloadException.class)
                .isThrownBy(() -> WorkloadReader.readAll(directory))
                .withMessage("expected at least one *.txt file in the directory, found none: " + directory);
    }

    private static void assertUnreadable(Path file, String message) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WorkloadReader.read(file))
                .withMessage(message);
    }

    private static void assertRefused(String text, String message) {
        assertThatExceptionOfType(WorkloadException.class)
                .isThrownBy(() -> read(text))
                .withMessage(message);
    }

    private static Workload read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Workload read(InputStream in) throws IOException {
        return new WorkloadParser(in, "t.txt").parse("t", "t.txt");
    }

    /** A stream of nothing but the letter x. */
    private static final class Endless extends InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return 'x';
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) 'x');
            given += length;
            return length;
        }
    }
}
