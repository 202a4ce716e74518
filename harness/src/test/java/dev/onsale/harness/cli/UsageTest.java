package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake that a user can make gets one clear sentence and exit code 2, before anything starts. */
final class UsageTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frobnicate                                    | unknown command: frobnicate (known: matrix, run, limits, verify, chart, bench, workload, worker, balancer, name-server, client)
            run --worker 2                                | unknown option of run: --worker (known: --amqp, --architecture,
            run --strategy luna                           | unknown strategy: luna (known: atomic-long, lock, lua, memory, racy)
            run --strategy lua,lua                        | --strategy names lua twice
            run --architecture direct,sideways            | unknown architecture: sideways (known: in-process, direct, indirect)
            run --model seated                            | unknown model: seated (known: unnumbered, numbered)
            run --workers 0                               | --workers must be a whole number from 1 to 64: 0
            run --workers two                             | --workers must be a whole number from 1 to 64: two
            run --capacity 0                              | --capacity must be a whole number from 1 to 100000000: 0
            run --batch 200                               | --batch must be at most --concurrency: 200 > 128
            run --balancer haproxy                        | --balancer must be one of own, name-server, nginx, none: haproxy
            run --balancer none                           | --balancer none goes with --workers 1: clients know one address
            run --queue stream                            | --queue must be one of classic, quorum: stream
            run --durability often                        | --durability must be one of none, everysec, always: often
            run --redis somewhere                         | --redis must be auto, embedded or
            run --amqp http://localhost                   | --amqp must be auto, embedded or
            run --strategy memory                         | strategy memory keeps its sale in one process, and the direct architecture has several: add --architecture in-process
            run --workers                                 | a value is missing after --workers
            run --workers 1,01                            | --workers names 01 twice
            run --service-time 0,-0                       | --service-time names -0 twice
            run --service-time 1,1.0                      | --service-time names 1.0 twice
            run --workers 1 --workers 2                   | given twice: --workers
            run --queue quorum --amqp embedded            | --queue quorum needs RabbitMQ, and the embedded broker is none
            bench -- -z                                   | JMH does not understand its options: z is not a recognized option
            bench -- -rff elsewhere.json                  | -rf and -rff are not for bench, which writes JMH's JSON to its run directory
            bench -- NoSuchBenchmark                      | no benchmark matches: bench -- -l lists them
            bench --redis somewhere                       | --redis must be auto, embedded or
            bench -f 1                                    | unknown option of bench: -f (known: --durability, --redis, --runs)
            client --endpoint nowhere --workload w        | --endpoint must be an address such as scheme://host:port: nowhere
            run lua                                       | run takes options only, and found: lua
            run --name a/b                                | --name must be 1 to 40 letters, digits, dots, underscores or hyphens: a/b
            limits --rounds 0                             | --rounds must be a whole number from 1 to 1000: 0
            limits --seconds soon                         | --seconds must be seconds, from 0.1 to 60: soon
            limits --seconds 0                            | --seconds must be seconds, from 0.1 to 60: 0
            limits --perf-test /no/such.jar               | --perf-test names what does not exist: /no/such.jar
            limits --tools some                           | --tools must be auto or none: some
            limits --redis somewhere                      | --redis must be auto, embedded or
            limits --redis rediss://localhost             | --redis must be redis://… for limits, which asks it over plain sockets
            limits --amqp http://localhost                | --amqp must be auto, embedded or
            limits --name a/b                             | --name must be 1 to 40 letters, digits, dots, underscores or hyphens: a/b
            matrix --resume there --workers 2             | --resume goes with no other option than --redis and --amqp, whose passwords are not recorded: the run directory knows what was asked
            chart                                         | chart takes one run directory
            verify a b                                    | verify takes one run directory
            run --duplicate 5percent                      | --duplicate must be a share from 0% to 100%: 5percent
            run --duplicate 101%                          | --duplicate must be a share from 0% to 100%: 101%
            run --service-time long                       | --service-time must be milliseconds, from 0 to 60000: long
            run --rate fast                               | --rate must be a whole number from 0 to 10000000: fast
            run --warm-up some                            | --warm-up must be a whole number from 0 to 10000000: some
            run --retries -1                              | --retries must be a whole number from 0 to 100: -1
            worker --sale s                               | --serve is missing
            worker --serve nowhere --sale s               | --serve must be an address such as scheme://host:port: nowhere
            worker --serve xmlrpc://h:1 --sale s/t --model numbered | a sale's id must be 1 to 64 letters, digits, dots, underscores or hyphens: id=s/t
            worker --serve xmlrpc://h:1 --sale s --model numbered   | strategy lua needs --redis redis://HOST:PORT
            balancer --listen 127.0.0.1:0                 | balancer needs at least one --backend, or a --registry for workers to come to
            worker --serve xmlrpc://h:1 --sale s --model numbered --redis embedded | --redis must be an address such as scheme://host:port: embedded
            worker --serve xmlrpc://h:1 --sale s --model numbered --redis redis://h:99999 | --redis: a port is 1 to 65535, not 99999
            client --endpoint amqp://h:70000 --workload w | --endpoint: a port is 1 to 65535, not 70000
            run --redis redis://h:99999 | --redis must be auto, embedded or an address such as redis://host:port: a port is 1 to 65535, not 99999
            run --architecture indirect --amqp amqp://h:99999 | --amqp must be auto, embedded or an address such as amqp://host:port: a port is 1 to 65535, not 99999
            client --endpoint smtp://h:1 --workload w     | no transport for smtp://… (known: amqp, xmlrpc)
            workload                                      | must be one of: onsale workload generate --shape SHAPE --out FILE, onsale workload check PATH…
            workload generate --out f                     | --shape is missing
            workload generate --shape round --out f       | unknown shape: round (known: course-unnumbered, course-numbered, oversubscribed, hotspot, asked-twice)
            """)
    void aMistakeIsOneSentence(String line, String sentence) {
        Said said = Said.by(line.strip().split("\\s+"));
        assertThat(said.err()).startsWith("onsale: " + sentence);
        assertThat(said.err().strip()).hasLineCount(1);
        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matrix",
                "run",
                "limits",
                "chart",
                "bench",
                "workload",
                "worker",
                "balancer",
                "name-server",
                "client",
                "embedded-broker"
            })
    void everyCommandHasHelp(String command) {
        Said said = Said.by(command, "--help");
        assertThat(said.out()).contains("onsale " + command);
        assertThat(said.code()).isZero();
    }

    @Test
    void theOverviewListsTheCommands() {
        assertThat(Said.by("--help").out()).contains("matrix", "run", "chart", "worker", "Exit codes: 0 all valid");
        assertThat(Said.by("--help").code()).isZero();
        assertThat(Said.by().code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatDoesNotExistOrCannotBeReadIsUsage() throws IOException {
        String none = directory.resolve("none.txt").toString();
        for (String path : List.of(none, directory.resolve("a\rb,c").toString(), directory.toString())) {
            for (String[] line : new String[][] {
                {"run", "--workload", path},
                {"workload", "check", path},
                {"client", "--endpoint", "xmlrpc://127.0.0.1:1", "--workload", path},
                {"chart", path},
                {"verify", path},
                {"matrix", "--resume", path},
                {"run", "--limits", path}
            }) {
                Said said = Said.by(line);
                assertThat(said.err())
                        .as("%s", List.of(line))
                        .startsWith("onsale: ")
                        .hasLineCount(1);
                assertThat(said.code()).as("%s", List.of(line)).isEqualTo(ExitCode.USAGE);
            }
        }
    }

    @Test
    void aWorkloadThatCanBuyNothingIsRefused() throws IOException {
        String file = Files.writeString(directory.resolve("zero.txt"), "BUY a 0 1\nBUY b 11 2\nBUY c -3 3\n")
                .toString();
        for (Said said : List.of(
                Said.by("run", "--capacity", "10", "--workload", file),
                Said.by("client", "--endpoint", "xmlrpc://127.0.0.1:1", "--capacity", "10", "--workload", file),
                Said.by("workload", "check", "--capacity", "10", file))) {
            assertThat(said.err().strip())
                    .isEqualTo("onsale: no line of zero.txt can buy a ticket: "
                            + "none of its 3 purchases is for a seat in 1..10");
            assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        }
        assertThat(Said.by("workload", "check", "--capacity", "11", file).code())
                .isZero();
    }

    @Test
    void whatAFileCallsItselfDoesNotReachTheTerminalAsACommand() throws IOException {
        Path file = Files.writeString(directory.resolve("a\033]0;owned\007\u202eb\n.txt"), "BUY a 1\n");
        Said said = Said.by("workload", "check", file.toString());
        assertThat(said.out()).startsWith("a\\u{1b}]0;owned\\u{7}\\u{202e}b").doesNotContain("\033", "\007", "\u202e");
        assertThat(said.code()).isZero();
    }

    @Test
    void aMalformedLineIsToldWithItsNumber() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.txt"), "# tickets\n\nBUY user1 r1\nBYU user2 r2\n");
        for (Said said :
                new Said[] {Said.by("run", "--workload", file.toString()), Said.by("workload", "check", file.toString())
                }) {
            assertThat(said.err()).contains("bad.txt:4: expected \"BUY <client> <request>\"", "found \"BYU user2 r2\"");
            assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void aGeneratedWorkloadCanBeCheckedAndIsNotWrittenOver() {
        String file = directory.resolve("hot.txt").toString();
        Said made = Said.by("workload", "generate", "--shape", "hotspot", "--capacity", "100", "--out", file);
        assertThat(made.out()).contains("hot.txt: numbered; 150 purchases; 150 requests; with 100 tickets ", "sha256 ");
        assertThat(made.code()).isZero();
        assertThat(Said.by("workload", "check", "--capacity", "100", file).out())
                .isEqualTo(made.out());
        Said again = Said.by("workload", "generate", "--shape", "hotspot", "--out", file);
        assertThat(again.err()).contains("exists already, and is not written over: ");
        assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void chartOfNoRun() {
        Said said = Said.by("chart", directory.toString());
        assertThat(said.err()).contains("must be the directory of a run, with a run.json in it");
        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    }
}
