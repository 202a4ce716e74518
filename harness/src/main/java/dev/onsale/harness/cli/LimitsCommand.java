package dev.onsale.harness.cli;

import dev.onsale.harness.backend.Addresses;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.limit.Limits;
import dev.onsale.harness.limit.LimitsReport;
import dev.onsale.harness.limit.Tools;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.process.JavaProgram;
import dev.onsale.harness.process.Leaving;
import dev.onsale.harness.process.Processes;
import dev.onsale.harness.trial.Stage;
import dev.onsale.record.MachineInfo;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.RunInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale limits}: what this machine could do at the most, what anyone gets from it, and where Onsale is between the two. */
final class LimitsCommand implements Command {
    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String summary() {
        return "measure what this machine could do at the most, and at the least";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Values.option("rounds", "N", "how often to measure everything [5]"))
                .addOption(Values.option("seconds", "S", "how long each measurement takes, about [1]"))
                .addOption(Values.option("redis", "WHERE", "auto, embedded or redis://… [auto]"))
                .addOption(Values.option("amqp", "WHERE", "auto, embedded or amqp://… [auto]"))
                .addOption(Values.option(
                        "tools", "WHICH", "auto: wrk, nginx and redis-benchmark where installed; none [auto]"))
                .addOption(Values.option("perf-test", "CLASSPATH", "of RabbitMQ PerfTest, to measure with it too"))
                .addOption(Values.option("runs", "DIR", "where run directories are made [runs]"))
                .addOption(Values.option("name", "LABEL", "the run directory's label [limits]"));
    }

    @Override
    public String notes() {
        return """
                ceiling: a part on its own, without work. floor: what anyone writes in an afternoon, correct and
                unbatched. ours: Onsale with one worker, judged as in any run. tool: what other programs measure, of a
                part or of Onsale. The Redis that is started keeps nothing on disk. CPU µs is of what this program
                started.
                """;
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        int rounds = Values.number(line, "rounds", 5, 1, 1_000);
        Duration length = Values.seconds("seconds", line.getOptionValue("seconds", "1"));
        String redis = line.getOptionValue("redis", "auto");
        String amqp = line.getOptionValue("amqp", "auto");
        String runs = line.getOptionValue("runs", "runs");
        String name = Values.runName(line.getOptionValue("name", "limits"));
        if (redis.startsWith("rediss:")) {
            throw new UsageException("--redis must be redis://… for limits, which asks it over plain sockets");
        }
        Stage.Servers servers = Values.checked(() -> new Stage.Servers(redis, amqp, Durability.NONE));
        String tools = line.getOptionValue("tools", "auto");
        if (!tools.equals("auto") && !tools.equals("none")) {
            throw new UsageException("--tools must be auto or none: " + tools);
        }
        Optional<String> perfTest = Optional.ofNullable(line.getOptionValue("perf-test"));
        perfTest.ifPresent(LimitsCommand::requireToExist);
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("rounds", Integer.toString(rounds));
        asked.put("seconds", Double.toString(length.toMillis() / 1e3));
        asked.put("redis", Addresses.masked(redis));
        asked.put("amqp", Addresses.masked(amqp));
        asked.put("tools", tools);
        asked.put("perf-test", perfTest.isPresent() ? "given" : "");
        asked.put("runs", runs);
        asked.put("name", name);
        Leaving.interruptThisThread();
        try {
            return measure(
                    new Limits(rounds, length, new Tools(tools.equals("auto"), perfTest)),
                    servers,
                    name,
                    asked,
                    Values.path("--runs", runs),
                    terminal);
        } catch (InterruptedException | IOException | RuntimeException e) {
            if (Leaving.isAsked()) {
                terminal.note("interrupted");
                return ExitCode.ENVIRONMENT;
            }
            throw e;
        }
    }

    /** It is needed minutes later. */
    private static void requireToExist(String classPath) {
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!new File(entry.endsWith("*") ? entry.substring(0, entry.length() - 1) : entry).exists()) {
                throw new UsageException("--perf-test names what does not exist: " + entry);
            }
        }
    }

    private int measure(
            Limits limits, Stage.Servers servers, String name, Map<String, String> asked, Path runs, Terminal terminal)
            throws IOException, InterruptedException {
        RunDirectory directory;
        LimitsReport report;
        ProgressReport progress = new ProgressReport(terminal, System::nanoTime);
        try (Processes processes = Processes.open(JavaProgram.onsale());
                Stage stage = Stage.open(limits.request(), servers, processes, System::nanoTime, progress)) {
            directory = RunDirectory.create(runs, name, Clock.system(ZoneId.systemDefault()), terminal::note);
            directory.write(info(name, asked, limits.request(), stage));
            report = limits.run(stage, processes, directory, progress::preparing);
        }
        report.write(directory);
        directory.write(directory.info().endedAt(Instant.now()));
        terminal.say(report.text().stripTrailing());
        directory.info().backends().forEach(backend -> terminal.say(backend.role() + ": " + backend));
        terminal.say("recorded in " + directory.path());
        return ExitCode.of(directory.rows());
    }

    private RunInfo info(String name, Map<String, String> asked, Request request, Stage stage) {
        return new RunInfo(
                name,
                name(),
                asked,
                Version.current().number(),
                Version.current().commit(),
                MachineInfo.gather(),
                RunInfo.Jvm.gather(),
                Map.of("order and workloads", request.settings().seed()),
                request.workloads().stream().map(Runs::file).toList(),
                stage.backends(),
                Instant.now(),
                Optional.empty());
    }
}
