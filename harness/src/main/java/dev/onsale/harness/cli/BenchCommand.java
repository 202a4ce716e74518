package dev.onsale.harness.cli;

import dev.onsale.harness.backend.Addresses;
import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.bench.Benchmarks;
import dev.onsale.harness.process.JavaProgram;
import dev.onsale.harness.process.Leaving;
import dev.onsale.harness.process.Processes;
import dev.onsale.harness.trial.Stage;
import dev.onsale.record.MachineInfo;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.RunInfo;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale bench}: the microbenchmarks; records and draws them. */
final class BenchCommand implements Command {
    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "measure strategies, codecs, checker and office alone, with JMH";
    }

    @Override
    public String arguments() {
        return "[-- JMH-OPTION…]";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Values.option("redis", "WHERE", "auto, embedded or redis://HOST:PORT [auto]"))
                .addOption(Values.option(
                        "durability", "MODE", "of the Redis that is started: none, everysec or always [everysec]"))
                .addOption(Values.option("runs", "DIR", "where run directories are made [runs]"));
    }

    @Override
    public String notes() {
        return """
                What follows -- is JMH's own command line; -- -h explains it, -- -l lists the benchmarks. Examples:
                  onsale bench                                      one thread each, in about two minutes; the same as -- -e four
                  onsale bench -- StrategyBenchmark                 with one worker and with four
                  onsale bench -- -f 1 -i 5 StrategyBenchmark -p strategy=lua -p batch=1,8,32,128
                  onsale bench -- CheckerBenchmark -p operations=10000000 -jvmArgs -Xmx6g
                """;
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException {
        Benchmarks benchmarks = Values.checked(() -> Benchmarks.of(line.getArgList()));
        String where = line.getOptionValue("redis", "auto");
        Durability durability = Values.checked(() -> {
            RedisBackend.check(where);
            return Durability.of(line.getOptionValue("durability", Durability.EVERYSEC.id()));
        });
        if (benchmarks.answer()) {
            return ExitCode.ALL_VALID;
        }
        Leaving.interruptThisThread();
        try (Processes processes = Processes.open(JavaProgram.onsale());
                Backend redis = RedisBackend.open(where, durability, processes)) {
            Map<String, String> asked = Map.of(
                    "redis", Addresses.masked(where),
                    "durability", durability.id(),
                    "jmh", String.join(" ", line.getArgList()));
            RunDirectory directory = RunDirectory.create(
                    Values.path("--runs", line.getOptionValue("runs", "runs")),
                    name(),
                    Clock.system(ZoneId.systemDefault()),
                    terminal::note);
            directory.write(info(asked, redis));
            int failed = benchmarks.run(redis, processes, directory.benchmarks());
            directory.write(directory.info().endedAt(Instant.now()));
            if (!directory.scores().isEmpty()) {
                Plots.draw(directory, terminal);
            }
            terminal.say("recorded in " + directory.path());
            if (failed > 0) {
                terminal.note("onsale: " + failed + (failed == 1 ? " benchmark" : " benchmarks")
                        + " failed, see what JMH says above");
            }
            return failed > 0 ? ExitCode.ENVIRONMENT : ExitCode.ALL_VALID;
        } catch (IOException | RuntimeException e) {
            if (Leaving.isAsked()) {
                terminal.note("interrupted");
                return ExitCode.ENVIRONMENT;
            }
            throw e;
        }
    }

    private RunInfo info(Map<String, String> asked, Backend redis) {
        return new RunInfo(
                name(),
                name(),
                asked,
                Version.current().number(),
                Version.current().commit(),
                MachineInfo.gather(),
                RunInfo.Jvm.gather(),
                Map.of(),
                List.of(),
                List.of(Stage.described("store", redis)),
                Instant.now(),
                Optional.empty());
    }
}
