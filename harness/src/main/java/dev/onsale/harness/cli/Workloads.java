package dev.onsale.harness.cli;

import dev.onsale.core.Model;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadException;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.core.workload.WorkloadReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The workloads that {@code --workload} and {@code --model} ask for. */
final class Workloads {
    private Workloads() {}

    /**
     * @param paths files and directories, separated by commas; empty to generate
     * @param models the models to keep; empty for all that the files have, and for unnumbered when there are no files
     */
    static List<Workload> of(String paths, List<Model> models, int capacity, long seed) {
        if (paths.isEmpty()) {
            List<Model> wanted = models.isEmpty() ? List.of(Model.UNNUMBERED) : models;
            return wanted.stream()
                    .map(model -> generated(model, capacity, seed))
                    .toList();
        }
        List<Workload> workloads = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path path : paths(paths)) {
            for (Workload workload : read(path)) {
                if (!names.add(workload.name())) {
                    throw new UsageException("two workloads are called " + workload.name()
                            + ": rename one, so that the results can tell them apart");
                }
                if (models.isEmpty() || models.contains(workload.model())) {
                    workloads.add(sellable(workload, capacity));
                }
            }
        }
        if (workloads.isEmpty()) {
            throw new UsageException("no workload in " + paths + " is "
                    + String.join(" or ", models.stream().map(Model::id).toList()));
        }
        return workloads;
    }

    /** What stands between commas; where a path that has commas is there, that path. */
    private static List<Path> paths(String list) {
        List<String> parts = List.of(list.split(",", -1));
        List<Path> paths = new ArrayList<>();
        for (int from = 0, to; from < parts.size(); from = to) {
            to = parts.size();
            while (to > from + 1 && !Files.exists(path(parts, from, to))) {
                to--;
            }
            paths.add(path(parts, from, to));
        }
        return paths;
    }

    private static Path path(List<String> parts, int from, int to) {
        String text = String.join(",", parts.subList(from, to));
        Path path = Values.path("--workload", text);
        return Files.exists(path) ? path : Values.path("--workload", text.strip());
    }

    /** The workload in this file, or those in this directory; what is wrong with them is the user's to mend. */
    static List<Workload> read(Path path) {
        try {
            return WorkloadReader.readAll(path);
        } catch (WorkloadException | IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The workload itself, unless a sale of this many tickets could not sell one of them: there would be nothing to judge. */
    static Workload sellable(Workload workload, int capacity) {
        if (workload.demand(capacity).sold() == 0) {
            throw new UsageException("no line of " + workload.source() + " can buy a ticket: none of its "
                    + workload.purchases().size() + " purchases is for a seat in 1.." + capacity);
        }
        return workload;
    }

    private static Workload generated(Model model, int capacity, long seed) {
        Shape shape = model == Model.UNNUMBERED ? Shape.OVERSUBSCRIBED : Shape.COURSE_NUMBERED;
        return Values.checked(
                () -> new WorkloadGenerator(shape, shape.defaultRequests(capacity), capacity, seed).generate());
    }
}
