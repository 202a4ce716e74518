package dev.onsale.harness.cli;

import dev.onsale.core.workload.Workload;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.process.JavaProgram;
import dev.onsale.harness.process.Leaving;
import dev.onsale.harness.process.Processes;
import dev.onsale.harness.trial.Stage;
import dev.onsale.record.Bound;
import dev.onsale.record.MachineInfo;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.RunInfo;
import dev.onsale.record.Table;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** Starts a run or goes on with one, and ends it: plots, table, exit code. */
final class Runs {
    private final Terminal terminal;

    Runs(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where a run is recorded, once its servers are known. */
    private interface Recording {
        RunDirectory on(Stage stage) throws IOException;
    }

    /** Begins a run in a directory of its own. */
    int start(String command, RunOptions options) throws IOException, InterruptedException {
        Request request = options.request();
        String name = options.name();
        List<Bound> bounds = options.bounds(terminal::note);
        return run(request, options, request.trials(), stage -> {
            RunDirectory directory =
                    RunDirectory.create(options.runs(), name, Clock.system(ZoneId.systemDefault()), terminal::note);
            directory.write(new RunInfo(
                    name,
                    command,
                    options.asked(),
                    Version.current().number(),
                    Version.current().commit(),
                    MachineInfo.gather(),
                    RunInfo.Jvm.gather(),
                    Map.of("order and workloads", request.settings().seed()),
                    request.workloads().stream().map(Runs::file).toList(),
                    stage.backends(),
                    Instant.now(),
                    Optional.empty()));
            if (!bounds.isEmpty()) {
                directory.writeBounds(bounds);
            }
            return directory;
        });
    }

    /**
     * Goes on with the trials that a run is missing: those that were not reached, and those that failed.
     *
     * @param line may give the servers' addresses once more, with the passwords that are not recorded
     */
    int resume(Path path, CommandLine line) throws IOException, InterruptedException {
        RunDirectory directory = RunDirectory.open(path, terminal::note);
        RunInfo info = directory.info();
        RunOptions options = RunOptions.of(info.options()).withServers(line);
        Request request = options.request();
        List<RunInfo.WorkloadFile> now =
                request.workloads().stream().map(Runs::file).toList();
        if (!now.equals(info.workloads())) {
            throw new UsageException("the workloads are not those that this run began with: " + path);
        }
        Set<String> there = directory.rows().stream()
                .filter(row -> row.measured().isPresent())
                .map(row -> row.setup().trial())
                .collect(Collectors.toSet());
        List<TrialSpec> missing = request.trials().stream()
                .filter(trial -> !there.contains(trial.id()))
                .toList();
        terminal.note("trials there: " + there.size() + ", missing: " + missing.size());
        return missing.isEmpty() ? conclude(directory) : run(request, options, missing, stage -> directory);
    }

    private int run(Request request, RunOptions options, List<TrialSpec> trials, Recording recording)
            throws IOException, InterruptedException {
        Stage.Servers servers = options.servers();
        ProgressReport progress = new ProgressReport(terminal, System::nanoTime);
        Leaving.interruptThisThread();
        String resume = "";
        try {
            RunDirectory directory;
            try (Processes processes = Processes.open(JavaProgram.onsale());
                    Stage stage = Stage.open(request, servers, processes, System::nanoTime, progress)) {
                directory = recording.on(stage);
                resume = "; what is recorded is safe: onsale matrix --resume " + directory.path();
                terminal.note("run " + directory.path() + ": trials to go: " + trials.size());
                stage.warmUp(trials, progress);
                stage.run(trials, directory, progress);
            }
            directory.write(directory.info().endedAt(Instant.now()));
            return conclude(directory);
        } catch (InterruptedException | IOException | RuntimeException e) {
            if (Leaving.isAsked()) {
                terminal.note("interrupted" + resume);
                return ExitCode.ENVIRONMENT;
            }
            if (!resume.isEmpty()) {
                terminal.note("the run ends here" + resume);
            }
            throw e;
        }
    }

    private int conclude(RunDirectory directory) throws IOException {
        List<TrialRow> rows = directory.rows().stream()
                .sorted(Comparator.comparing((TrialRow row) -> row.setup().architecture())
                        .thenComparing(row -> row.setup().model())
                        .thenComparing(row -> row.setup().strategy())
                        .thenComparing(row -> row.setup().workload())
                        .thenComparing(row -> row.setup().further().serviceMs().orElse(0))
                        .thenComparing(row -> row.setup().workers())
                        .thenComparing(row -> row.setup().repeat()))
                .toList();
        terminal.say(new Table(rows).text().stripTrailing());
        for (TrialRow row : rows) {
            detail(row).ifPresent(detail -> terminal.say(row.setup().trial() + ": " + detail));
        }
        directory.info().backends().stream()
                .filter(backend -> !backend.note().isEmpty())
                .forEach(backend -> terminal.say(backend.role() + ": " + backend));
        Plots.draw(directory, terminal);
        terminal.say("recorded in " + directory.path());
        return ExitCode.of(rows);
    }

    private static Optional<String> detail(TrialRow row) {
        if (row.result() instanceof TrialResult.Failed failed) {
            return Optional.of("failed: " + failed.reason());
        }
        return row.measured().map(TrialResult.Measured::detail).filter(detail -> !detail.isEmpty());
    }

    static RunInfo.WorkloadFile file(Workload workload) {
        return new RunInfo.WorkloadFile(
                workload.name(), workload.model().id(), workload.distinctRequests(), workload.sha256());
    }
}
