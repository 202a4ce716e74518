package dev.onsale.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Answer;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.Rejected;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("trial" + HistoryFile.SUFFIX);
    }

    @Test
    void gives_back_what_it_was_given() throws IOException {
        assertRoundTrip(Story.tickets(9, """
                a/zoë        0..10   SOLD 1
                a/zoë       20..25   SOLD 1 again by w2
                b-007        3..9    SOLD -5
                b-008        2..9    SOLD_OUT by w3
                b-010        2..2    SEAT_TAKEN
                b-0009       1..50   UNKNOWN
                b-10:4       1..never
                b-10:4       1..60   BUSY
                b-11:-7      1..60   NO_SUCH_SEAT
                b-12/c-b-12  1..60   KEY_REUSED
                b-123456789012345678901234567890  1..60  NO_SALE
                c            -
                """)
                .storeHolds(Map.of("a", 1, "b-007", 7, "stranger", -3))
                .workerSays("w1", 5, 0)
                .evidence(Guarantee.values()));
        assertRoundTrip(
                Story.seats(3, "a:1  0..10  SOLD 1").storeHoldsSeats(0, 1, 77).evidence());
        assertRoundTrip(Story.seats(3, "a:1  0..10  SOLD 3").storeCounts(1).evidence());
        assertRoundTrip(Story.seats(3, "").evidence());
    }

    @Test
    void gives_back_what_happened_to_the_system_and_all_that_the_store_says() throws IOException {
        Story story = Story.seats(9, """
                a/zoë:1      0..10   SOLD 1
                b:2          3..9    SEAT_TAKEN
                c:3          3..9    SOLD 3
                """)
                .went(new Circumstances(
                        Set.of("w2", "w3"),
                        OptionalLong.of(7),
                        OptionalLong.of(0),
                        OptionalLong.empty(),
                        OptionalLong.of(1L << 40),
                        Optional.of("nobody had answered for 20 s")));
        Map<String, Integer> tickets = Map.of("a", 1, "c", 3, "stranger", 3);
        assertRoundTrip(story.storeHoldsInFull(
                        tickets, Map.of("a", "zoë", "c", "c-c", "stranger", "s"), Map.of(1, "a", 3, "c"), 0)
                .evidence()
                .withUnderWay(128));
        assertRoundTrip(story.storeHoldsInFull(tickets, Map.of("a", "ann", "c", "c-c"), Map.of(2, "a", 4, "d"), 0)
                .evidence());
        assertRoundTrip(Story.tickets(9, "a  0..10  SOLD 1")
                .undisturbed()
                .storeHoldsInFull(Map.of("a", 1), Map.of("a", "c-a"), Map.of(), 2)
                .evidence());
    }

    @Test
    void a_file_of_the_first_version_is_read_without_what_it_does_not_say() throws IOException {
        Path old = Path.of("..", "runs", "proof", "histories", "direct-unnumbered-racy-w2-r1" + HistoryFile.SUFFIX);
        Evidence evidence = HistoryFile.read(old);
        assertThat(evidence.circumstances()).isEqualTo(Circumstances.UNKNOWN);
        assertThat(evidence.underWay()).isEmpty();
        assertThat(evidence.ledger().orElseThrow())
                .isEqualTo(new Ledger.Owners(((Ledger.Owners) evidence.ledger().orElseThrow()).ticketByRequest()));
        assertThat(Checker.check(evidence).totals()).containsKey(Violation.Kind.DUP_NUMBER);
        assertRoundTrip(evidence);
    }

    @Test
    void gives_back_random_trials() throws IOException {
        for (long seed = 1; seed <= 300; seed++) {
            RandomTrial trial = new RandomTrial(seed);
            assertRoundTrip(
                    new Evidence(trial.sale, trial.history(), Set.of(), trial.ledger, Map.of(), Circumstances.UNKNOWN));
        }
    }

    @Test
    void takes_little_room() throws IOException {
        for (Model model : List.of(Model.UNNUMBERED, Model.NUMBERED)) {
            Evidence evidence = typical(model, 30_000);
            assertRoundTrip(evidence);
            assertThat(Files.size(file)).as(model.id()).isLessThan(8L * 30_000);
        }
    }

    @Test
    void a_file_that_is_cut_short_is_refused() throws IOException {
        byte[] whole = written();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("not a readable history");
        }
    }

    @Test
    void a_file_with_a_changed_byte_is_refused_or_means_the_same() throws IOException {
        byte[] whole = written();
        Evidence original = HistoryFile.read(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            Files.write(file, changed);
            try {
                assertSame(HistoryFile.read(file), original);
                boolean dateFlagsOrSystem = at >= 4 && at <= 9;
                boolean paddingBeforeTheChecksum = at == whole.length - 9;
                assertThat(dateFlagsOrSystem || paddingBeforeTheChecksum)
                        .as("byte %d of %d", at, whole.length)
                        .isTrue();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void content_that_lies_is_refused_before_it_costs_anything() throws IOException {
        written();
        byte[] content;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            content = in.readAllBytes();
        }
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = content.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            pack(changed);
            try {
                Checker.check(HistoryFile.read(file));
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("not a readable history: " + file);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void hostile_sizes_are_refused_by_name() throws IOException {
        pack(out -> {
            head(out);
            out.number(Long.MAX_VALUE);
        });
        assertRefused("must be in 0..20000000: purchases=9223372036854775807");
        pack(out -> {
            head(out);
            out.number(HistoryFile.MAX_ATTEMPTS);
        });
        assertRefused("ends too early");
        pack(out -> {
            out.raw("onsale-history/1".getBytes(StandardCharsets.US_ASCII));
            out.number(1L << 40);
        });
        assertRefused("must be in 0..4096: bytes of a text=1099511627776");
    }

    /** A hundred kilobytes that are twenty million purchases: a heap of the usual size ended in an OutOfMemoryError. */
    @Test
    void claims_beyond_the_memory_are_refused_while_they_are_read() throws IOException {
        byte[] block = bytes(out -> {
            for (int name = 0; name < 2 << 14; name++) {
                out.number(1); // one after the last
                out.signed(1);
            }
            out.raw(new byte[1 << 14]);
            out.number(0);
        });
        int blocks = 80;
        byte[] content = bytes(out -> {
            head(out);
            out.number((long) blocks << 14);
            for (int i = 0; i < blocks; i++) {
                out.raw(block);
            }
            out.number(0); // workers
            out.number(0); // causes
            out.number(0); // attempts
            out.number(1_000);
            out.number(0); // ledger
        });
        pack(content);
        assertThat(Files.size(file)).isLessThan(30_000);
        assertThatThrownBy(() -> HistoryFile.read(new PackedInput(new ByteArrayInputStream(content), 100L << 20)))
                .isInstanceOf(IOException.class)
                .hasMessage("needs more than 100 MB of memory, half of what this Java may use: "
                        + "give it more with ONSALE_JVM_OPTIONS=-Xmx…");
        assertThat(HistoryFile.read(new PackedInput(new ByteArrayInputStream(content), 400L << 20))
                        .history()
                        .purchases())
                .hasSize(blocks << 14);
    }

    /** Ids that all have one hash code: a table of them took hours. */
    @Test
    @Timeout(20)
    void ids_made_to_collide_cost_no_more_than_others() {
        List<Purchase> purchases = new ArrayList<>();
        for (int i = 0; i < 1 << 17; i++) {
            StringBuilder id = new StringBuilder();
            for (int bit = 0; bit < 17; bit++) {
                id.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            purchases.add(Purchase.any("a", id.toString()));
        }
        assertThat(purchases)
                .extracting(purchase -> purchase.requestId().hashCode())
                .containsOnly(purchases.get(0).requestId().hashCode());
        assertThat(new Requests(purchases).size()).isEqualTo(1 << 17);
    }

    @Test
    void another_version_and_what_follows_the_end_are_refused() throws IOException {
        pack(out -> out.raw("onsale-history/3".getBytes(StandardCharsets.US_ASCII)));
        assertRefused("does not begin with onsale-history/1 or onsale-history/2");
        written();
        byte[] content;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            content = in.readAllBytes();
        }
        pack(Arrays.copyOf(content, content.length + 1));
        assertRefused("goes on after its end");
    }

    @Test
    void numbers_of_every_size() throws IOException {
        long[] values = {0, 1, -1, 63, 64, -64, -65, 127, 128, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackedOutput out = new PackedOutput(bytes);
        for (long value : values) {
            out.number(value);
            out.signed(value);
        }
        out.flush();
        PackedInput in = new PackedInput(new ByteArrayInputStream(bytes.toByteArray()));
        for (long value : values) {
            assertThat(in.number()).isEqualTo(value);
            assertThat(in.signed()).isEqualTo(value);
        }
        assertThat(in.isAtEnd()).isTrue();
    }

    private interface Content {
        void write(PackedOutput out) throws IOException;
    }

    private static void head(PackedOutput out) throws IOException {
        out.raw("onsale-history/1".getBytes(StandardCharsets.US_ASCII));
        out.text("sale");
        out.text("UNNUMBERED");
        out.number(5);
        out.number(0);
        out.number(0);
    }

    private static byte[] bytes(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackedOutput out = new PackedOutput(bytes);
        content.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private void pack(Content content) throws IOException {
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
            stream.write(bytes(content));
        }
    }

    private void pack(byte[] content) throws IOException {
        pack(out -> out.raw(content));
    }

    private byte[] written() throws IOException {
        HistoryFile.write(
                file,
                Story.seats(3, """
                req-1:1   0..10  SOLD 1
                req-2:1   3..19  SEAT_TAKEN by w2
                req-3:2   4..never
                req-4:3   4..40  UNKNOWN
                """).storeHolds(Map.of("req-1", 1, "req-3", 2)).evidence(Guarantee.LINEARIZABLE));
        return Files.readAllBytes(file);
    }

    private void assertRefused(String... reason) {
        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not a readable history: " + file)
                .hasMessageContainingAll(reason);
    }

    private void assertRoundTrip(Evidence evidence) throws IOException {
        HistoryFile.write(file, evidence);
        assertSame(HistoryFile.read(file), evidence);
    }

    private static void assertSame(Evidence read, Evidence written) {
        assertThat(read.sale()).isEqualTo(written.sale());
        assertThat(read.declared()).isEqualTo(written.declared());
        assertThat(read.ledger()).isEqualTo(written.ledger());
        assertThat(read.workers()).isEqualTo(written.workers());
        assertThat(read.circumstances()).isEqualTo(written.circumstances());
        assertThat(read.underWay()).isEqualTo(written.underWay());
        assertThat(read.history().purchases()).isEqualTo(written.history().purchases());
        assertThat(rows(read.history())).isEqualTo(rows(written.history()));
    }

    private static List<String> rows(History history) {
        List<String> rows = new ArrayList<>();
        for (int a = 0; a < history.attempts(); a++) {
            rows.add(history.purchaseIndex(a) + " " + history.invokedNanos(a) + " " + history.answeredNanos(a) + " "
                    + history.outcome(a) + " " + history.worker(a) + " " + history.replayed(a));
        }
        return rows;
    }

    /** A trial like the course's: 128 in flight, answers in the order of arrival after 0.5 to 2 ms, four workers. */
    private static Evidence typical(Model model, int size) {
        Random random = new Random(7);
        Sale sale = new Sale("typical", model, 20_000);
        List<Purchase> purchases = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            String id = String.valueOf(i);
            purchases.add(
                    model == Model.NUMBERED
                            ? Purchase.seat("user" + id, 1 + random.nextInt(20_000), id)
                            : Purchase.any("user" + id, id));
        }
        Recorder recorder = new Recorder(purchases, size);
        Map<String, Integer> owners = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        long now = 0;
        for (int i = 0; i < size; i++) {
            now += random.nextInt(20_000);
            int attempt = recorder.invoked(i, now);
            int wanted = purchases.get(i).seat().orElse(taken.size() + 1);
            boolean sold = wanted <= sale.capacity() && taken.add(wanted);
            if (sold) {
                owners.put(purchases.get(i).requestId(), wanted);
            }
            Outcome outcome =
                    sold ? new Outcome.Sold(wanted) : model == Model.NUMBERED ? Rejected.SEAT_TAKEN : Rejected.SOLD_OUT;
            recorder.answered(
                    attempt,
                    now + 500_000 + random.nextInt(1_500_000),
                    new Answer(outcome, "w" + random.nextInt(4), false));
        }
        return new Evidence(
                sale,
                recorder.history(),
                Set.of(),
                Optional.of(new Ledger.Owners(owners)),
                Map.of(),
                Circumstances.UNKNOWN);
    }
}
