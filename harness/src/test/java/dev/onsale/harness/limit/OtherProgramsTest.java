package dev.onsale.harness.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What other programs say, as they said it once, and what we tell them to do. */
final class OtherProgramsTest {
    private static final String WRK = """
            Running 1s test @ http://127.0.0.1:7992/RPC2
              1 threads and 128 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     4.88ms    3.52ms  30.05ms   82.34%
                Req/Sec    18.08k     9.07k   35.24k    80.00%
              Latency Distribution
                 50%  353.00us
                 75%    6.35ms
                 90%    9.63ms
                 99%   15.59ms
              18301 requests in 1.03s, 2.58MB read
            Requests/sec:  17688.74
            Transfer/sec:      2.50MB
            """;

    private static final String REDIS_BENCHMARK = """
            "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
            "EVALSHA abc 1 {s}:ledger unnumbered 100 100 r__rand_int__ user1234","16972.17","2.018","0.120","1.271","5.367","9.063","72.959"
            """;

    private static final String PERF_TEST = """
            id: test-214448-582, starting consumer #0
            id: test-214448-582, starting producer #0, channel #0
            id: test-214448-582, time 1.016 s, sent: 1633 msg/s, confirmed: 1514 msg/s, nacked: 0 msg/s, received: 1303 msg/s, min/median/75th/95th/99th consumer latency: 20204/152304/213553/472170/495740 µs, confirm latency: 38051/182508/288396/546182/591507 µs
            id: test-214448-582, time 6.001 s, sent: 3396 msg/s, confirmed: 3012 msg/s, nacked: 0 msg/s, received: 3264 msg/s, min/median/75th/95th/99th consumer latency: 8661/56297/68909/246333/262419 µs, confirm latency: 30211/66170/244280/273161/292874 µs
            id: test-214448-582, time 7.001 s, sent: 8655 msg/s, confirmed: 9080 msg/s, nacked: 0 msg/s, received: 9045 msg/s, min/median/75th/95th/99th consumer latency: 630/21793/27206/49366/321567 µs, confirm latency: 5093/36881/51761/337501/343240 µs
            id: test-214448-582, time 8.001 s, sent: 9822 msg/s, confirmed: 9389 msg/s, nacked: 0 msg/s, received: 9603 msg/s, min/median/75th/95th/99th consumer latency: 1214/19962/26793/97098/135816 µs, confirm latency: 1137/35376/49165/101214/140182 µs
            test stopped (Reached time limit)
            id: test-214448-582, sending rate avg: 5706 msg/s
            id: test-214448-582, receiving rate avg: 5668 msg/s
            id: test-214448-582, consumer latency min/median/75th/95th/99th 1027/24280/42787/226083/321640 µs
            id: test-214448-582, confirm latency min/median/75th/95th/99th 2076/45105/67628/269233/343633 µs
            """;

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    @Test
    void wrkTellsRequestsRateAndLatencyInUnitsOfItsOwn() throws IOException {
        assertThat(WrkSummary.parse(lines(WRK))).isEqualTo(new WrkSummary(18_301, 17_688.74, 353, 15_590));
    }

    @Test
    void anErrorThatWrkMetIsNoMeasurement() {
        for (String trouble : List.of(
                "  Non-2xx or 3xx responses: 18909", "  Socket errors: connect 0, read 2, write 19074, timeout 0")) {
            assertThatThrownBy(() -> WrkSummary.parse(lines(WRK + trouble)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("wrk met errors, so its measurement is none: " + trouble.strip());
        }
        assertThatThrownBy(() -> WrkSummary.parse(List.of("hello")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("wrk says something else than it used to");
    }

    @Test
    void theStoreMustHaveSoldWhatWrkWasAnswered() {
        assertThatCode(() -> WrkWork.compare(1_000, 1_000)).doesNotThrowAnyException();
        assertThatCode(() -> WrkWork.compare(1_000, 1_128)).doesNotThrowAnyException();
        for (int sold : new int[] {999, 1_129}) {
            assertThatThrownBy(() -> WrkWork.compare(1_000, sold))
                    .isInstanceOf(IOException.class)
                    .hasMessage("wrk was answered 1000 times with 200, and the store says that " + sold
                            + " tickets were sold: must be as many, and at most 128 more");
        }
    }

    @Test
    void wrkPostsThePurchaseOfOurClientWithANumberInItsRequestId() throws IOException {
        PurchaseBytes bytes = PurchaseBytes.overheard();
        String script = Wrk.script(bytes, "w7-");
        assertThat(script)
                .contains("user1234")
                .contains("w7-\", \"")
                .contains("head .. n .. tail")
                .doesNotContain(PurchaseBytes.REQUEST_ID);
        assertThat(bytes.requestBody()).startsWith("<?xml").contains(PurchaseBytes.REQUEST_ID);
    }

    @Test
    void nginxGivesTheAnswerOfOurServer() throws IOException {
        String answer = PurchaseBytes.overheard().answerBody();
        assertThat(StaticNginx.configuration(Path.of("/d"), 4_711, answer))
                .contains("listen 127.0.0.1:4711")
                .contains("return 200 '" + answer + "';");
    }

    @Test
    void redisBenchmarkTellsRateAndLatencyWhateverTheCommandIs() throws IOException {
        assertThat(RedisBenchmark.parse(lines(REDIS_BENCHMARK), 100_000))
                .isEqualTo(new Work.Done(100_000, 16_972.17, 1_271, 9_063));
        assertThatThrownBy(() -> RedisBenchmark.parse(
                        List.of("Error from server: NOSCRIPT No matching script. Please use EVAL."), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NOSCRIPT");
    }

    @Test
    void redisBenchmarkIsGivenSoMuchThatItTakesTime() {
        Duration moment = Duration.ofMillis(100);
        assertThat(RedisBenchmark.calls(2e6, moment, new RedisBenchmark.Manner(50, 100, 1)))
                .isEqualTo(200_000);
        assertThat(RedisBenchmark.calls(1e4, moment, new RedisBenchmark.Manner(50, 100, 1)))
                .isEqualTo(50_000);
        assertThat(RedisBenchmark.calls(1e4, moment, new RedisBenchmark.Manner(4, 1, 128)))
                .isEqualTo(1_000);
    }

    @Test
    void requestIdsThatRedisBenchmarkRepeatsAreNoPurchases() {
        RedisBenchmark.Manner manner = new RedisBenchmark.Manner(50, 2, 1);
        assertThatCode(() -> RedisBenchmark.compare(1_000, 990, manner)).doesNotThrowAnyException();
        assertThatCode(() -> RedisBenchmark.compare(1_000, 1_100, manner)).doesNotThrowAnyException();
        assertThatThrownBy(() -> RedisBenchmark.compare(1_000, 1, manner)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RedisBenchmark.compare(1_000, 1_101, manner)).isInstanceOf(IOException.class);
    }

    @Test
    void perfTestCountsFromItsSeventhSecond() throws IOException {
        Work.Done done = PerfTest.parse(lines(PERF_TEST));
        assertThat(done.opsPerSecond()).isCloseTo((8_655 + 9_822) / 2.0, within(1e-6));
        assertThat(done.operations()).isEqualTo(18_477);
        assertThat(done.p50Micros()).isEqualTo(24_280);
        assertThat(done.p99Micros()).isEqualTo(321_640);
    }

    @Test
    void aShortPerfTestIsWhatItSaysAtItsEnd() throws IOException {
        List<String> brief = lines(PERF_TEST).stream()
                .filter(line -> !line.contains("time 7") && !line.contains("time 8"))
                .toList();
        assertThat(PerfTest.parse(brief).opsPerSecond()).isEqualTo(5_668);
        assertThatThrownBy(() -> PerfTest.parse(List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("PerfTest says something else than it used to: nothing");
    }
}
