package dev.onsale.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onsale.core.Purchase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkloadGeneratorTest {
    /** The first two are the course's own files, as published with the assignment. */
    @ParameterizedTest
    @CsvSource({
        "COURSE_UNNUMBERED, 90c6a5075685269ff1748b754bc10375a2390ef71314ef0766cc27a60793879f",
        "COURSE_NUMBERED, f8510223816b0e72672af255e1edfde0c7f50aa785f668a54a64f956a137020f",
        "OVERSUBSCRIBED, 00d99454e8f6e35fab7bad733ba349c761ff3235c56e2ec3ff5ecbce80af8d92",
        "HOTSPOT, ccb88a9f5a9da2f32eb4be115fcff59f3c7a2dee8aa5696ae631669fee26a71e",
        "ASKED_TWICE, 5b20267ccfcac6d009fe9f5ff33ecd035d2dfdd0e42617481787caf3467ac149",
    })
    void theBytesAreAlwaysTheSame(Shape shape, String sha256) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(WorkloadGenerator.of(shape).generate().sha256()).isEqualTo(sha256);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "COURSE_UNNUMBERED, 20000, 20000, 0",
        "COURSE_NUMBERED, 25997, 20000, 5997",
        "OVERSUBSCRIBED, 30000, 20000, 10000",
        "HOTSPOT, 30000, 6116, 23884",
        "ASKED_TWICE, 40000, 20000, 20000",
    })
    void theDefaultsAskForThis(Shape shape, int requests, int sold, int rejected) {
        assertThat(WorkloadGenerator.of(shape).generate().demand(20_000))
                .isEqualTo(new Demand(requests, sold, rejected, 0));
    }

    @ParameterizedTest
    @EnumSource
    void theFileIsReadAsItWasGenerated(Shape shape, @TempDir Path directory) throws IOException {
        WorkloadGenerator generator = new WorkloadGenerator(shape, 2_345, 1_234, 7);
        Path file = directory.resolve("generated.txt");
        try (OutputStream out = Files.newOutputStream(file)) {
            generator.write(out);
        }
        Workload read = WorkloadReader.read(file);
        Workload generated = generator.generate();
        assertThat(generated.purchases()).isEqualTo(read.purchases()).hasSize(2_345);
        assertThat(generated.sha256()).isEqualTo(read.sha256());
        assertThat(generated.model()).isEqualTo(read.model()).isEqualTo(shape.model());
        assertThat(generated.distinctRequests()).isEqualTo(2_345);
        assertThat(generated.demand(1_234).noSuchSeat()).isZero();
        assertThat(generated.name()).isEqualTo(shape.id());
        assertThat(generated.source()).startsWith("generated: " + shape.id() + ", requests 2345, capacity 1234");
    }

    @Test
    void whoAsksTwiceIsOneClientWithTwoRequests() {
        Workload workload = new WorkloadGenerator(Shape.ASKED_TWICE, 5, 2, 1).generate();
        assertThat(workload.purchases())
                .containsExactly(
                        Purchase.seat("user00001", 1, "00001"),
                        Purchase.seat("user00001", 1, "00002"),
                        Purchase.seat("user00002", 2, "00003"),
                        Purchase.seat("user00002", 2, "00004"),
                        Purchase.seat("user00003", 1, "00005"));
    }

    @Test
    void aHotspotIsFourFifthsOfTheRequestsOnATwentiethOfTheSeats() {
        Workload workload = new WorkloadGenerator(Shape.HOTSPOT, 100_001, 10_000, 42).generate();
        Map<Integer, Long> requestsBySeat = requestsBySeat(workload);
        Map<Integer, Long> hot = new TreeMap<>(requestsBySeat);
        hot.keySet().removeIf(seat -> seat > 500);
        assertThat(hot.values().stream().mapToLong(n -> n).sum()).isEqualTo(80_001);
        assertThat(hot).hasSize(500);
        // 160 requests a hot seat on average, with a standard deviation below 13: none is far off.
        assertThat(hot.values()).allMatch(n -> n > 90 && n < 230);
        assertThat(requestsBySeat.keySet()).allMatch(seat -> seat >= 1 && seat <= 10_000);
        // 20,000 balls thrown into 9,500 urns leave one in e^(20000/9500) of them empty.
        assertThat(requestsBySeat.size() - 500).isBetween(8_200, 8_500);
    }

    @Test
    void hotRequestsAreSpreadOverTheWholeFile() {
        Workload workload = new WorkloadGenerator(Shape.HOTSPOT, 10_000, 1_000, 3).generate();
        for (int from = 0; from < 10_000; from += 1_000) {
            assertThat(workload.purchases().subList(from, from + 1_000).stream()
                            .filter(purchase -> purchase.seat().orElseThrow() <= 50)
                            .count())
                    .as("hot ones in the 1,000 from %d on", from)
                    .isBetween(740L, 860L);
        }
    }

    @Test
    void anotherSeedIsAnotherHotspot() {
        Workload one = new WorkloadGenerator(Shape.HOTSPOT, 1_000, 1_000, 1).generate();
        Workload two = new WorkloadGenerator(Shape.HOTSPOT, 1_000, 1_000, 2).generate();
        assertThat(one.purchases()).isNotEqualTo(two.purchases());
        assertThat(one.source()).endsWith(", seed 1");
    }

    @Test
    void contestedSeatsShareTheSurplus() {
        Workload workload = new WorkloadGenerator(Shape.COURSE_NUMBERED, 1_010, 999, 0).generate();
        assertThat(requestsBySeat(workload))
                .hasSize(999)
                .containsEntry(42, 5L)
                .containsEntry(100, 5L)
                .containsEntry(999, 4L);
        assertThat(workload.demand(999)).isEqualTo(new Demand(1_010, 999, 11, 0));
    }

    @Test
    void idsGrowWhenFiveDigitsDoNotDo() {
        assertThat(new WorkloadGenerator(Shape.COURSE_UNNUMBERED, 100_000, 1, 0)
                        .generate()
                        .purchases())
                .startsWith(Purchase.any("user00001", "00001"))
                .endsWith(Purchase.any("user99999", "99999"), Purchase.any("user100000", "100000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOTSPOT | 10 | 19 | must be in 20..100000000 for hotspot: capacity=19",
                "COURSE_NUMBERED | 10000 | 998 | must be in 999..100000000 for course-numbered: capacity=998",
                "COURSE_UNNUMBERED | 1 | 100000001 | must be in 1..100000000 for course-unnumbered: capacity=100000001",
                "COURSE_UNNUMBERED | 0 | 5 | must be >= 1 for course-unnumbered with capacity 5: requests=0",
                "COURSE_NUMBERED | 998 | 999 | must be >= 999 for course-numbered with capacity 999: requests=998",
                "OVERSUBSCRIBED | 5 | 5 | must be >= 6 for oversubscribed with capacity 5: requests=5",
                "HOTSPOT | -1 | 20 | must be >= 1 for hotspot with capacity 20: requests=-1",
            })
    void whatAShapeCannotHoldIsRefused(Shape shape, int requests, int capacity, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkloadGenerator(shape, requests, capacity, 1))
                .withMessage(message);
    }

    @ParameterizedTest
    @EnumSource
    void theSmallestAndTheDefaultOfEachCapacityFit(Shape shape) {
        IntStream.of(shape.minCapacity(), 999, 1_000, 20_000)
                .forEach(capacity -> new WorkloadGenerator(shape, shape.defaultRequests(capacity), capacity, 1));
    }

    @Test
    void shapesAreKnownByTheirIds() {
        assertThat(Shape.values())
                .extracting(Shape::id)
                .containsExactly("course-unnumbered", "course-numbered", "oversubscribed", "hotspot", "asked-twice");
        assertThat(Shape.values()).allMatch(shape -> Shape.named(shape.id()) == shape);
        assertThat(Shape.values())
                .extracting(Shape::description)
                .allMatch(text -> !text.isBlank() && text.length() < 90);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.named("hot-spot"))
                .withMessage("unknown shape: hot-spot (known: course-unnumbered, course-numbered, oversubscribed,"
                        + " hotspot, asked-twice)");
    }

    @Test
    void theHeaderSaysWhatTheFileIs() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new WorkloadGenerator(Shape.HOTSPOT, 1, 100, 9).write(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("""
                        # Concert Ticket Benchmark – Numbered Seats, Hotspot
                        # Seats: 1..100
                        # Format: BUY <client_id> <seat_id> <request_id>
                        # 80 % of the requests want the seats 1..5, seed 9

                        BUY user00001 [1-5] 00001
                        """);
    }

    private static Map<Integer, Long> requestsBySeat(Workload workload) {
        return workload.purchases().stream()
                .collect(Collectors.groupingBy(purchase -> purchase.seat().orElseThrow(), Collectors.counting()));
    }
}
