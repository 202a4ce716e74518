package dev.onsale.harness.cli;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import dev.onsale.core.Strategies;
import dev.onsale.core.workload.Workload;
import dev.onsale.harness.backend.Addresses;
import dev.onsale.harness.backend.AmqpBackend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.trial.Stage;
import dev.onsale.record.Bound;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of {@code matrix} and {@code run}: the same names, other defaults. */
final class RunOptions {
    private static final Set<String> BALANCERS = new LinkedHashSet<>(List.of("own", "name-server", "nginx", "none"));
    private static final Set<String> QUEUES = new LinkedHashSet<>(List.of("classic", "quorum"));

    /** What an option is called, what it takes, and what the two commands take when it is left out. */
    private enum Setting {
        ARCHITECTURE("LIST", "in-process,direct,indirect", "direct", "in-process, direct, indirect"),
        MODEL("LIST", "unnumbered,numbered", "", "unnumbered, numbered; left out with --workload: what the files are"),
        STRATEGY("LIST", "atomic-long,lock,lua", "lua", "ids of strategies, see below"),
        WORKERS("LIST", "1,2,4", "2", "how many workers, 1 to 64"),
        WORKLOAD(
                "PATHS",
                "",
                "",
                "BUY files, or a directory of *.txt; left out: 30,000 unnumbered and the course's numbered shape"),
        CAPACITY("N", "20000", "20000", "tickets; seats 1..N"),
        CONCURRENCY("N", "128", "128", "purchases in flight, all clients together"),
        BATCH("N", "1", "1", "purchases in one request or message"),
        BALANCER("KIND", "own", "own", "own, name-server, nginx; none: one worker, reached directly (direct)"),
        QUEUE("TYPE", "classic", "classic", "classic, quorum (indirect)"),
        PREFETCH("N", "500", "500", "messages that a worker holds unanswered (indirect)"),
        DUPLICATE("SHARE", "0", "0", "how many requests are sent twice at the same moment, such as 5%"),
        RETRIES("N", "3", "3", "how often a purchase is sent again that is UNKNOWN; 0: nor one that is refused"),
        RATE("N", "0", "0", "purchases a second, on schedule; 0 for a closed loop: each answer sends the next"),
        SERVICE_TIME(
                "LIST", "0", "0", "milliseconds that a worker spends on each purchase beside deciding, one at a time"),
        DEADLINE("SECONDS", "10", "10", "after which an unanswered purchase is UNKNOWN"),
        WARM_UP("N", "12000", "12000", "purchases sold to nobody before the first trial, for each combination"),
        REPEATS("N", "1", "1", "how often to run each combination"),
        SEED("N", "1", "1", "of everything that is drawn by lot"),
        REDIS("WHERE", "auto", "auto", "auto, embedded or redis://…"),
        AMQP("WHERE", "auto", "auto", "auto, embedded or amqp://…"),
        DURABILITY("MODE", "everysec", "everysec", "of the Redis that is started: none, everysec, always"),
        LIMITS("RUN", "", "", "a run directory of limits, whose ceiling and floor the throughput plots draw"),
        RUNS("DIR", "runs", "runs", "where run directories are made"),
        NAME("LABEL", "matrix", "run", "the run directory's label");

        final String option = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        final String argument;
        final String ofMatrix;
        final String ofRun;
        final String meaning;

        Setting(String argument, String ofMatrix, String ofRun, String meaning) {
            this.argument = argument;
            this.ofMatrix = ofMatrix;
            this.ofRun = ofRun;
            this.meaning = meaning;
        }
    }

    private static final Set<Setting> SERVERS = EnumSet.of(Setting.REDIS, Setting.AMQP);

    private final Map<Setting, String> values;

    private RunOptions(Map<Setting, String> values) {
        this.values = values;
    }

    static Options describe(boolean matrix) {
        Options options = new Options();
        for (Setting setting : Setting.values()) {
            String otherwise = matrix ? setting.ofMatrix : setting.ofRun;
            options.addOption(Option.builder()
                    .longOpt(setting.option)
                    .hasArg()
                    .argName(setting.argument)
                    .desc(setting.meaning + (otherwise.isEmpty() ? "" : " [" + otherwise + "]"))
                    .get());
        }
        return options;
    }

    /** What the line says, with this command's defaults for the rest. */
    static RunOptions of(CommandLine line, boolean matrix) {
        Map<Setting, String> values = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            values.put(setting, line.getOptionValue(setting.option, matrix ? setting.ofMatrix : setting.ofRun));
        }
        return new RunOptions(values);
    }

    /** What an earlier run was asked, as {@link #asked} told it. */
    static RunOptions of(Map<String, String> asked) {
        Map<Setting, String> values = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            values.put(setting, asked.getOrDefault(setting.option, setting.ofMatrix));
        }
        return new RunOptions(values);
    }

    /** All options by name, for the run record. Passwords in addresses are left out. */
    Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        values.forEach((setting, value) ->
                asked.put(setting.option, SERVERS.contains(setting) ? Addresses.masked(value) : value));
        return asked;
    }

    /** The options that a resumed run may be given again: those whose passwords were not recorded. */
    static Set<String> ofServers() {
        return SERVERS.stream().map(setting -> setting.option).collect(Collectors.toSet());
    }

    /** These options, but the servers' addresses as a line gives them, which may have a password more. */
    RunOptions withServers(CommandLine line) {
        Map<Setting, String> completed = new LinkedHashMap<>(values);
        for (Setting setting : SERVERS) {
            String given = line.getOptionValue(setting.option, value(setting));
            if (!Addresses.isSameServer(given, value(setting))) {
                throw new UsageException("--" + setting.option + " must name the server that this run began with, "
                        + Addresses.masked(value(setting)) + ": " + Addresses.masked(given));
            }
            completed.put(setting, given);
        }
        return new RunOptions(completed);
    }

    /** Where the servers come from. */
    Stage.Servers servers() {
        String amqp = value(Setting.AMQP);
        boolean embedded = amqp.equals("embedded") || (amqp.equals("auto") && !AmqpBackend.hasRabbitMq());
        if (value(Setting.QUEUE).equals("quorum") && embedded) {
            throw new UsageException("--queue quorum needs RabbitMQ, and the embedded broker is none");
        }
        return Values.checked(() ->
                new Stage.Servers(value(Setting.REDIS), value(Setting.AMQP), Durability.of(value(Setting.DURABILITY))));
    }

    /**
     * What the run's throughput is to be set against; nothing when that was not asked for.
     *
     * @param warnings as those of {@link RunDirectory#open}
     */
    List<Bound> bounds(Consumer<String> warnings) throws IOException {
        String run = value(Setting.LIMITS);
        if (run.isEmpty()) {
            return List.of();
        }
        List<Bound> bounds =
                RunDirectory.open(Values.path("--limits", run), warnings).bounds();
        if (bounds.isEmpty()) {
            throw new UsageException(
                    "--limits must be the directory of a run of limits, with a bounds.csv in it: " + run);
        }
        return bounds;
    }

    Path runs() {
        return Values.path("--runs", value(Setting.RUNS));
    }

    String name() {
        return Values.runName(value(Setting.NAME));
    }

    /** The combinations asked for. */
    Request request() {
        int concurrency = number(Setting.CONCURRENCY, 1, 100_000);
        int batch = number(Setting.BATCH, 1, 1_000);
        if (batch > concurrency) {
            throw new UsageException("--batch must be at most --concurrency: " + batch + " > " + concurrency);
        }
        long seed = number(Setting.SEED, 0, Integer.MAX_VALUE);
        Duration deadline = Duration.ofSeconds(number(Setting.DEADLINE, 1, 3_600));
        Settings settings = new Settings(
                number(Setting.CAPACITY, 1, Sale.MAX_CAPACITY),
                new Load(
                        concurrency,
                        batch,
                        number(Setting.RETRIES, 0, 100),
                        Values.share(Setting.DUPLICATE.option, value(Setting.DUPLICATE)),
                        seed,
                        number(Setting.RATE, 0, 10_000_000),
                        deadline),
                oneOf(Setting.BALANCER, BALANCERS),
                oneOf(Setting.QUEUE, QUEUES),
                number(Setting.PREFETCH, 1, 65_535),
                deadline,
                number(Setting.WARM_UP, 0, 10_000_000),
                number(Setting.REPEATS, 1, 1_000),
                seed);
        List<Architecture> architectures = list(Setting.ARCHITECTURE, RunOptions::architecture);
        List<ConsistencyStrategy> strategies = list(Setting.STRATEGY, Values::strategy);
        List<Integer> workers = list(Setting.WORKERS, text -> Values.number("workers", text, 1, 64));
        List<Workload> workloads = workloads(settings.capacity(), settings.seed());
        List<Double> serviceTimes = list(Setting.SERVICE_TIME, text -> Values.millis("service-time", text));
        if (settings.balancer().equals("none")
                && architectures.contains(Architecture.DIRECT)
                && Collections.max(workers) > 1) {
            throw new UsageException("--balancer none goes with --workers 1: clients know one address");
        }
        return Values.checked(() -> new Request(architectures, strategies, workers, workloads, serviceTimes, settings));
    }

    private List<Workload> workloads(int capacity, long seed) {
        List<Model> models = value(Setting.MODEL).isEmpty() ? List.of() : list(Setting.MODEL, Values::model);
        return Workloads.of(value(Setting.WORKLOAD), models, capacity, seed);
    }

    private static Architecture architecture(String text) {
        return Values.known("architecture", text, Architecture.values(), Architecture::id);
    }

    private String oneOf(Setting setting, Set<String> known) {
        String text = value(setting);
        if (!known.contains(text)) {
            throw new UsageException(
                    "--" + setting.option + " must be one of " + String.join(", ", known) + ": " + text);
        }
        return text;
    }

    private int number(Setting setting, int from, int to) {
        return Values.number(setting.option, value(setting), from, to);
    }

    private <T> List<T> list(Setting setting, Function<String, T> parse) {
        Set<String> names = new HashSet<>();
        Set<T> items = new LinkedHashSet<>();
        for (String text : value(setting).split(",", -1)) {
            if (!items.add(parse.apply(text.strip())) || !names.add(text.strip())) {
                throw new UsageException("--" + setting.option + " names " + text.strip() + " twice");
            }
        }
        return List.copyOf(items);
    }

    private String value(Setting setting) {
        return java.util.Objects.requireNonNull(values.get(setting));
    }

    /** The strategies with what they are, for the help. */
    static String strategies() {
        StringBuilder text = new StringBuilder("strategies:\n");
        for (ConsistencyStrategy strategy : Strategies.all().values()) {
            text.append(String.format("  %-12s %s%n", strategy.id(), strategy.summary()));
        }
        return text.toString();
    }
}
