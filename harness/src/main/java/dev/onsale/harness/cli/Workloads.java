package dev.onsale.harness.cli;

import dev.onsale.core.Model;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadException;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.core.workload.WorkloadReader;
import java.io.IOException;
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
    static List<Workload> of(String paths, List<Model> models, int capacity, long seed) throws IOException {
        if (paths.isEmpty()) {
            List<Model> wanted = models.isEmpty() ? List.of(Model.UNNUMBERED) : models;
            return wanted.stream()
                    .map(model -> generated(model, capacity, seed))
                    .toList();
        }
        List<Workload> workloads = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String path : paths.split(",", -1)) {
            for (Workload workload : read(Path.of(path.strip()))) {
                if (!names.add(workload.name())) {
                    throw new UsageException("two workloads are called " + workload.name()
                            + ": rename one, so that the results can tell them apart");
                }
                if (models.isEmpty() || models.contains(workload.model())) {
                    workloads.add(workload);
                }
            }
        }
        if (workloads.isEmpty()) {
            throw new UsageException("no workload in " + paths + " is "
                    + String.join(" or ", models.stream().map(Model::id).toList()));
        }
        return workloads;
    }

    private static List<Workload> read(Path path) throws IOException {
        try {
            return WorkloadReader.readAll(path);
        } catch (WorkloadException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Workload generated(Model model, int capacity, long seed) {
        Shape shape = model == Model.UNNUMBERED ? Shape.OVERSUBSCRIBED : Shape.COURSE_NUMBERED;
        return Values.checked(
                () -> new WorkloadGenerator(shape, shape.defaultRequests(capacity), capacity, seed).generate());
    }
}
