package dev.onsale.harness.limit;

import com.rabbitmq.client.Connection;
import dev.onsale.harness.process.Processes;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RabbitMQ PerfTest (https://perftest.rabbitmq.com): what {@link OneWay} does, done by others. It is a new Java machine each time, so what
 * it says of its first two seconds does not count.
 */
final class PerfTest implements Work {
    private static final String MAIN = "com.rabbitmq.perf.PerfTest";
    private static final int WARM_UP_SECONDS = 6;
    private static final int MEASURED_LENGTHS = 3;

    /** PerfTest takes options from the environment too, which nobody can read off a list of processes. */
    private static final Map<String, String> ENVIRONMENT = Map.of("RABBITMQ_PERF_TEST_ENV_PREFIX", "ONSALE_");

    private static final Pattern INTERVAL =
            Pattern.compile(".*, time ([0-9.]+) s, sent: ([0-9]+) msg/s, .*received: ([0-9]+) msg/s, .*");
    private static final Pattern AVERAGE = Pattern.compile(".*, (sending|receiving) rate avg: ([0-9]+) msg/s");
    private static final Pattern LATENCY = Pattern.compile(
            ".*, consumer latency min/median/75th/95th/99th " + "[0-9]+/([0-9]+)/[0-9]+/[0-9]+/([0-9]+) µs");

    private final OtherProgram program;
    private final String classPath;
    private final URI broker;
    private final String queue;

    /** @param queue is made, and deleted */
    PerfTest(Processes processes, String classPath, URI broker, String queue) {
        this.program = new OtherProgram("perf-test", processes);
        this.classPath = classPath;
        this.broker = broker;
        this.queue = queue;
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        long seconds = WARM_UP_SECONDS + Math.max(1, MEASURED_LENGTHS * length.toMillis() / 1_000);
        List<String> lines = program.run(
                List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        classPath,
                        MAIN,
                        "-x",
                        "1",
                        "-y",
                        "1",
                        "-f",
                        "persistent",
                        "-c",
                        "500",
                        "-s",
                        "40",
                        "-q",
                        "500",
                        "-A",
                        "100",
                        "-u",
                        queue,
                        "-ad",
                        "false",
                        "--time",
                        Long.toString(seconds)),
                environment(),
                Duration.ofSeconds(seconds));
        return parse(lines);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
        environment.put("ONSALE_URI", broker.toString());
        return environment;
    }

    /**
     * What it moved once it was warm, sending or receiving, whichever was less; of a run that was too short for that, what it says at its
     * end. The latencies are those of the whole run.
     *
     * @throws IOException this is not what PerfTest says
     */
    static Done parse(List<String> lines) throws IOException {
        double began = 0;
        double seconds = 0;
        double sent = 0;
        double received = 0;
        double average = Double.POSITIVE_INFINITY;
        Matcher latency = LATENCY.matcher("");
        for (String line : lines) {
            Matcher interval = INTERVAL.matcher(line);
            Matcher end = AVERAGE.matcher(line);
            if (interval.matches()) {
                double now = Double.parseDouble(interval.group(1));
                if (began >= WARM_UP_SECONDS) {
                    seconds += now - began;
                    sent += (now - began) * Double.parseDouble(interval.group(2));
                    received += (now - began) * Double.parseDouble(interval.group(3));
                }
                began = now;
            } else if (end.matches()) {
                average = Math.min(average, Double.parseDouble(end.group(2)));
            } else if (LATENCY.matcher(line).matches()) {
                latency = LATENCY.matcher(line);
            }
        }
        if (Double.isInfinite(average) || !latency.matches()) {
            throw new IOException("PerfTest says something else than it used to: "
                    + (lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1)));
        }
        double rate = seconds > 0 ? Math.min(sent, received) / seconds : average;
        return new Done(
                Math.round(rate * (seconds > 0 ? seconds : began)),
                rate,
                Double.parseDouble(latency.group(1)),
                Double.parseDouble(latency.group(2)));
    }

    @Override
    public void settle(Done done) throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        try (Connection connection = Broker.connect(broker)) {
            connection
                    .openChannel()
                    .orElseThrow(() -> new IOException("the broker opens no channel"))
                    .queueDelete(queue);
        }
    }
}
