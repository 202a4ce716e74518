package dev.onsale.harness.limit;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * redis-benchmark (https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/benchmarks/) with one command. It is told how
 * many times, not for how long: each run makes as many calls as the last one, or a guess, says that there is time for.
 */
final class RedisBenchmark implements Work {
    static final String PROGRAM = "redis-benchmark";

    /** Written as this in a command, it is another number of twelve digits each time. */
    private static final String RANDOM = "__rand_int__";

    /** The most that redis-benchmark can count to: it reads the number into an int. */
    private static final String DIFFERENT = Integer.toString(Integer.MAX_VALUE);

    private static final int LEAST_CALLS = 1_000;

    /** How often each connection asks, at the least: what takes no millisecond is infinitely fast to redis-benchmark. */
    private static final int LEAST_TURNS = 10;

    /** Among so many numbers, next to none is drawn twice. */
    private static final double LEAST_DIFFERENT = 0.99;

    /** Where it asks. */
    record Place(Processes processes, RedisAddress redis, Stores stores, String prefix) {}

    /**
     * How it asks.
     *
     * @param connections each of which waits for the answers
     * @param depth calls that a connection sends at once, before it waits for all their answers
     * @param operations that one call comes to
     */
    record Manner(int connections, int depth, int operations) {}

    /** What has to be there while it asks. */
    private interface Surroundings {
        void begin();

        void end(long operations) throws IOException;
    }

    private final OtherProgram program;
    private final RedisAddress redis;
    private final Manner manner;
    private final List<String> words;
    private final Surroundings surroundings;
    private double callsPerSecond = 10_000;

    private RedisBenchmark(Place place, Manner manner, List<String> words, Surroundings surroundings) {
        this.program = new OtherProgram(PROGRAM, place.processes());
        this.redis = place.redis();
        this.manner = manner;
        this.words = List.copyOf(words);
        this.surroundings = surroundings;
    }

    static Work ping(Place place, Manner manner) {
        return new RedisBenchmark(place, manner, List.of("PING"), new Surroundings() {
            @Override
            public void begin() {
                // nothing to prepare
            }

            @Override
            public void end(long operations) {
                // nothing to clear
            }
        });
    }

    static Work incr(Place place, Manner manner) {
        String key = place.prefix() + "-benchmark-incr";
        RedisWork.Counter counter = new RedisWork.Counter(place.stores(), key);
        return new RedisBenchmark(place, manner, List.of("INCR", key), new Surroundings() {
            @Override
            public void begin() {
                counter.begin();
            }

            @Override
            public void end(long operations) {
                counter.end();
            }
        });
    }

    /** The script that the {@code lua} strategy sells with; a call sells as many as it comes to. */
    static Work script(Place place, Manner manner) throws IOException {
        ConsistencyStrategy lua = Strategies.named("lua");
        SellCall call = SellCall.load(
                place.redis(),
                place.prefix() + "-benchmark-" + manner.connections() + "-" + manner.depth() + "-"
                        + manner.operations());
        return new RedisBenchmark(place, manner, call.words("r" + RANDOM, manner.operations()), new Surroundings() {
            @Override
            public void begin() {
                lua.create(call.sale(), place.stores());
            }

            @Override
            public void end(long operations) throws IOException {
                try {
                    if (operations > 0) {
                        compare(
                                operations,
                                lua.audit(call.sale(), place.stores()).sold(),
                                manner);
                    }
                } finally {
                    lua.drop(call.sale(), place.stores());
                }
            }
        });
    }

    /**
     * A request id that was there before is no sale, and less work; and it makes more calls than it was told, to fill its last pipelines.
     */
    static void compare(long operations, long sold, Manner manner) throws IOException {
        long more = (long) manner.connections() * manner.depth() * manner.operations();
        if (sold < operations * LEAST_DIFFERENT || sold > operations + more) {
            throw new IOException("redis-benchmark made " + operations + " purchases, and the store says that " + sold
                    + " tickets were sold: must be at least " + LEAST_DIFFERENT + " of them, and at most " + more
                    + " more");
        }
    }

    @Override
    public void prepare() {
        surroundings.begin();
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        long calls = calls(callsPerSecond, length, manner);
        List<String> command = new ArrayList<>(List.of(
                PROGRAM,
                "-h",
                redis.server().getHostString(),
                "-p",
                Integer.toString(redis.server().getPort()),
                "-n",
                Long.toString(calls),
                "-c",
                Integer.toString(manner.connections()),
                "-P",
                Integer.toString(manner.depth()),
                "-r",
                DIFFERENT,
                "--csv"));
        command.addAll(words);
        Done one = parse(program.run(command, length), calls);
        callsPerSecond = one.opsPerSecond();
        return new Done(
                calls * manner.operations(),
                one.opsPerSecond() * manner.operations(),
                one.p50Micros(),
                one.p99Micros());
    }

    /** How many calls take about so long. */
    static long calls(double callsPerSecond, Duration length, Manner manner) {
        int least = Math.max(LEAST_CALLS, LEAST_TURNS * manner.connections() * manner.depth());
        return Math.max(least, Math.round(callsPerSecond * length.toMillis() / 1e3));
    }

    /** Test, calls a second, and in milliseconds: average, minimum, 50th, 95th and 99th percentile, and maximum. */
    private static final Pattern LINE = Pattern.compile(
            ".*\"([0-9.]+)\",\"[0-9.]+\",\"[0-9.]+\",\"([0-9.]+)\"," + "\"[0-9.]+\",\"([0-9.]+)\",\"[0-9.]+\"");

    /**
     * What it says with {@code --csv}.
     *
     * @throws IOException the server refuses the command, or this is not what redis-benchmark says
     */
    static Done parse(List<String> lines, long calls) throws IOException {
        for (String line : lines) {
            Matcher found = LINE.matcher(line.strip());
            if (found.matches()) {
                return new Done(
                        calls,
                        Double.parseDouble(found.group(1)),
                        Double.parseDouble(found.group(2)) * 1e3,
                        Double.parseDouble(found.group(3)) * 1e3);
            }
        }
        throw new IOException("redis-benchmark says something else than it used to: "
                + (lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1)));
    }

    @Override
    public void settle(Done done) throws IOException {
        surroundings.end(done.operations());
    }

    @Override
    public void close() throws IOException {
        surroundings.end(0);
    }
}
