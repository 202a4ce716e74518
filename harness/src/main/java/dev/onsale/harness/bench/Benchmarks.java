package dev.onsale.harness.bench;

import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.process.JavaProgram;
import dev.onsale.harness.process.Leaving;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.InputStreamDrainer;

/** The benchmarks that a JMH command line selects. What JMH has to say goes to standard output, or where its {@code -o} says. */
public final class Benchmarks {
    /** What one thread does: with the others a default run would take twice as long. */
    private static final List<String> DEFAULT = List.of("-e", "four");

    /** Complains with a stack trace when a process that it listens to is stopped. Held, as a level is forgotten with its logger. */
    private static final Logger DRAINER = Logger.getLogger(InputStreamDrainer.class.getName());

    private final CommandLineOptions line;

    private Benchmarks(CommandLineOptions line) {
        this.line = line;
    }

    /**
     * Those that JMH's own options ask for; without options, those of one thread.
     *
     * @throws IllegalArgumentException JMH does not understand them, or they say where results go, or select nothing; the message is one sentence
     */
    public static Benchmarks of(List<String> arguments) {
        try {
            CommandLineOptions line =
                    new CommandLineOptions((arguments.isEmpty() ? DEFAULT : arguments).toArray(String[]::new));
            if (line.getResult().hasValue() || line.getResultFormat().hasValue()) {
                throw new IllegalArgumentException(
                        "-rf and -rff are not for bench, which writes JMH's JSON to its run directory");
            }
            OutputFormat nowhere = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
            if (BenchmarkList.defaultList()
                    .find(nowhere, line.getIncludes(), line.getExcludes())
                    .isEmpty()) {
                throw new IllegalArgumentException("no benchmark matches: bench -- -l lists them");
            }
            return new Benchmarks(line);
        } catch (CommandLineOptionException e) {
            throw new IllegalArgumentException("JMH does not understand its options: " + e.getMessage(), e);
        }
    }

    /** Answers what can be answered without a run, such as JMH's {@code -h} and {@code -l}; false when a run is asked for. */
    public boolean answer() throws IOException {
        if (line.shouldHelp()) {
            line.showHelp();
        } else if (line.shouldList()) {
            new Runner(line).list();
        } else if (line.shouldListWithParams()) {
            new Runner(line).listWithParams(line);
        } else if (line.shouldListProfilers()) {
            line.listProfilers();
        } else {
            return false;
        }
        return true;
    }

    /**
     * Runs them, and writes JMH's JSON of those that ended well.
     *
     * @param redis the store of those that need one
     * @param processes stops JMH's processes when this one ends
     * @return how many failed; JMH's output says why
     * @throws IOException JMH could not run
     * @throws IllegalStateException this process was asked to leave
     */
    public int run(Backend redis, Processes processes, Path json) throws IOException {
        DRAINER.setLevel(Level.OFF);
        StoreAddress.set(redis.uri().toString());
        AtomicInteger started = new AtomicInteger();
        Collection<RunResult> results;
        try (PrintStream out = output()) {
            results = new Runner(options(redis, processes), counting(started, out)).run();
            stopWhenLeaving();
        } catch (RunnerException e) {
            throw new IOException("JMH gave up: " + e.getMessage(), e);
        }
        try (PrintStream file = new PrintStream(Files.newOutputStream(json), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
        }
        return started.get() - results.size();
    }

    private org.openjdk.jmh.runner.options.Options options(Backend redis, Processes processes) throws IOException {
        Path address = processes.newDirectory("bench").resolve("arguments");
        Files.writeString(address, StoreAddress.argument(redis.uri().toString()));
        List<String> jvm = new ArrayList<>(JavaProgram.quiet());
        jvm.add("-Djava.io.tmpdir=" + processes.directory());
        jvm.add("@" + address);
        jvm.addAll(line.getJvmArgsPrepend().orElse(Set.of()));
        return new OptionsBuilder()
                .parent(line)
                .jvmArgsPrepend(jvm.toArray(String[]::new))
                .addProfiler(MarkedForks.class, processes.mark())
                .build();
    }

    private PrintStream output() throws IOException {
        return line.getOutput().hasValue()
                ? new PrintStream(Files.newOutputStream(Path.of(line.getOutput().get())), true, StandardCharsets.UTF_8)
                : new PrintStream(System.out, true, StandardCharsets.UTF_8) {
                    @Override
                    public void close() {
                        flush(); // standard output is the process's
                    }
                };
    }

    /** To JMH an interrupted benchmark has failed like any other, and the next one is due. */
    private static void stopWhenLeaving() {
        if (Leaving.isAsked()) {
            throw new IllegalStateException("interrupted");
        }
    }

    /** JMH leaves benchmarks that failed out of its results without a word to its caller. */
    private OutputFormat counting(AtomicInteger started, PrintStream out) {
        OutputFormat format =
                OutputFormatFactory.createFormatInstance(out, line.verbosity().orElse(VerboseMode.NORMAL));
        return (OutputFormat) Proxy.newProxyInstance(
                OutputFormat.class.getClassLoader(),
                new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("startBenchmark")) {
                        stopWhenLeaving();
                        started.incrementAndGet();
                    }
                    try {
                        return method.invoke(format, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
