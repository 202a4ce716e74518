package dev.onsale.harness.plan;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Model;
import dev.onsale.core.StoreKind;
import dev.onsale.core.workload.Workload;
import dev.onsale.harness.load.Load;
import dev.onsale.record.FileNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * What a user asked for: every combination of the lists, each {@link Settings#repeats} times.
 *
 * @param workloads one or more; each is driven under its own model
 * @param serviceMillis what a worker spends on each purchase beside deciding it
 */
public record Request(
        List<Architecture> architectures,
        List<ConsistencyStrategy> strategies,
        List<Integer> workers,
        List<Workload> workloads,
        List<Double> serviceMillis,
        Settings settings) {

    /** A trial's id, all of it, is at most 200 characters long. */
    private static final int MAX_WORKLOAD_NAME = 100;

    private static final int MAX_PLAIN_NUMBER = 25;

    public Request {
        architectures = List.copyOf(architectures);
        strategies = List.copyOf(strategies);
        workers = List.copyOf(workers);
        workloads = List.copyOf(workloads);
        serviceMillis = List.copyOf(serviceMillis);
        for (ConsistencyStrategy strategy : strategies) {
            for (Architecture architecture : architectures) {
                if (strategy.store() == StoreKind.MEMORY && architecture != Architecture.IN_PROCESS) {
                    throw new IllegalArgumentException("strategy " + strategy.id()
                            + " keeps its sale in one process, and the " + architecture.id()
                            + " architecture has several: add --architecture in-process");
                }
            }
        }
    }

    /**
     * The trials, in the order in which to run them: each repeat is a block that holds every combination once, shuffled, so that a slow
     * minute of the machine does not fall on one strategy alone. The same request gives the same trials in the same order.
     */
    public List<TrialSpec> trials() {
        List<TrialSpec> trials = new ArrayList<>();
        for (int repeat = 1; repeat <= settings.repeats(); repeat++) {
            List<TrialSpec> block = block(repeat);
            Collections.shuffle(block, new Random(settings.seed() + repeat));
            trials.addAll(block);
        }
        return trials;
    }

    private List<TrialSpec> block(int repeat) {
        Map<Workload, String> labels = labels();
        List<TrialSpec> block = new ArrayList<>();
        for (Architecture architecture : architectures) {
            for (Workload workload : workloads) {
                for (ConsistencyStrategy strategy : strategies) {
                    for (int count : workers) {
                        for (double millis : serviceMillis) {
                            String id = String.join(
                                    "-",
                                    architecture.id(),
                                    Objects.requireNonNull(labels.get(workload)),
                                    strategy.id(),
                                    "w" + count + label(millis),
                                    "r" + repeat);
                            block.add(new TrialSpec(
                                    id,
                                    architecture,
                                    strategy,
                                    count,
                                    repeat,
                                    workload,
                                    millis,
                                    settings.capacity(),
                                    load(strategy, millis)));
                        }
                    }
                }
            }
        }
        return block;
    }

    /** What answers within the call never has a second one under way, however many are asked for: the load says so. */
    private Load load(ConsistencyStrategy strategy, double millis) {
        Load load = settings.load();
        return strategy.store() == StoreKind.MEMORY && millis == 0 ? load.oneCallAtATime() : load;
    }

    /** The model where that says which workload is meant, else the model and the workload's name, as files can have it. */
    private Map<Workload, String> labels() {
        FileNames names = new FileNames(MAX_WORKLOAD_NAME);
        Map<Workload, String> labels = new HashMap<>();
        for (Workload workload : workloads) {
            Model model = workload.model();
            boolean alone = workloads.stream().filter(w -> w.model() == model).count() == 1;
            labels.put(workload, alone ? model.id() : model.id() + "-" + names.next(workload.name()));
        }
        return labels;
    }

    private String label(double millis) {
        if (serviceMillis.size() == 1) {
            return "";
        }
        BigDecimal exactly = BigDecimal.valueOf(millis).stripTrailingZeros();
        String plain = exactly.toPlainString();
        return "-service" + (plain.length() <= MAX_PLAIN_NUMBER ? plain : exactly.toString());
    }

    /** The kinds of store that the trials need. */
    public Set<StoreKind> stores() {
        return strategies.stream()
                .map(ConsistencyStrategy::store)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** The most workers that any trial has. */
    public int maxWorkers() {
        return Collections.max(workers);
    }
}
