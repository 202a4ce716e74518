package dev.onsale.harness.cli;

import dev.onsale.core.Sale;
import dev.onsale.core.workload.Demand;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale workload generate} and {@code onsale workload check}: BUY files. */
final class WorkloadCommand implements Command {
    @Override
    public String name() {
        return "workload";
    }

    @Override
    public String summary() {
        return "generate a BUY file, or check some";
    }

    @Override
    public String arguments() {
        return "generate | check PATH…";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Values.option("shape", "SHAPE", "generate: what to make, see below"))
                .addOption(Values.option("out", "FILE", "generate: where to write it; must not exist"))
                .addOption(Values.option("requests", "N", "generate: how many requests [as many as the shape says]"))
                .addOption(Values.option("capacity", "N", "tickets; seats 1..N [20000]"))
                .addOption(Values.option("seed", "N", "generate: of what is drawn by lot [1]"));
    }

    @Override
    public String notes() {
        StringBuilder text = new StringBuilder("shapes:\n");
        for (Shape shape : Shape.values()) {
            text.append(String.format("  %-18s %s%n", shape.id(), shape.description()));
        }
        return text.toString();
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException {
        List<String> arguments = line.getArgList();
        int capacity = Values.number(line, "capacity", Shape.DEFAULT_CAPACITY, 1, Sale.MAX_CAPACITY);
        if (arguments.equals(List.of("generate"))) {
            return generate(line, capacity, terminal);
        }
        if (arguments.size() >= 2 && arguments.get(0).equals("check")) {
            for (String option : List.of("shape", "out", "requests", "seed")) {
                if (line.hasOption(option)) {
                    throw new UsageException("workload check does not take --" + option);
                }
            }
            return check(arguments.subList(1, arguments.size()), capacity, terminal);
        }
        throw new UsageException(
                "must be one of: onsale workload generate --shape SHAPE --out FILE, " + "onsale workload check PATH…");
    }

    private static int generate(CommandLine line, int capacity, Terminal terminal) throws IOException {
        Shape shape = Values.checked(() -> Shape.named(Values.required(line, "shape")));
        Path out = Values.path("--out", Values.required(line, "out"));
        WorkloadGenerator generator = Values.checked(() -> new WorkloadGenerator(
                shape,
                Values.number(line, "requests", shape.defaultRequests(capacity), 1, Integer.MAX_VALUE),
                capacity,
                Values.number(line, "seed", (int) Shape.DEFAULT_SEED, 0, Integer.MAX_VALUE)));
        try (OutputStream file = new BufferedOutputStream(
                Files.newOutputStream(out, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            generator.write(file);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("exists already, and is not written over: " + out);
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "no such directory: " + out.toAbsolutePath().getParent());
        }
        return check(List.of(out.toString()), capacity, terminal);
    }

    private static int check(List<String> paths, int capacity, Terminal terminal) {
        int code = ExitCode.ALL_VALID;
        for (String path : paths) {
            try {
                for (Workload workload : Workloads.read(Values.path("PATH", path))) {
                    terminal.say(describe(Workloads.sellable(workload, capacity), capacity));
                }
            } catch (UsageException e) {
                terminal.note("onsale: " + e.getMessage());
                code = ExitCode.USAGE;
            }
        }
        return code;
    }

    private static String describe(Workload workload, int capacity) {
        Demand demand = workload.demand(capacity);
        List<String> parts = Arrays.asList(
                workload.source() + ": " + workload.model().id(),
                workload.purchases().size() + " purchases",
                demand.requests() + " requests",
                "with " + capacity + " tickets " + demand.sold() + " sold, " + demand.rejected() + " rejected"
                        + (demand.noSuchSeat() > 0 ? ", " + demand.noSuchSeat() + " for no such seat" : ""),
                "sha256 " + workload.sha256());
        return String.join("; ", parts);
    }
}
