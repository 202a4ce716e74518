package dev.onsale.record;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What a trial was asked to do: the first columns of {@code results.csv}, named after the components and in their order. An option
 * that means nothing to the trial's architecture (a queue to {@code direct}) is empty.
 *
 * @param trial identifies the trial within its run, names its files, and is what a resumed run looks for; see {@link #id}
 * @param store the store as actually used, name and version, such as {@code Redis 7.0.15 (embedded)}
 * @param broker the broker as actually used, likewise
 * @param concurrency purchases in flight, all clients together
 * @param batch purchases a request or message
 * @param prefetch messages a worker holds unacknowledged
 */
public record TrialSetup(
        String trial,
        String architecture,
        String model,
        String strategy,
        int workers,
        int repeat,
        String balancer,
        String queue,
        String broker,
        String store,
        String durability,
        String workload,
        int concurrency,
        int batch,
        OptionalInt prefetch,
        Further further) {

    /** Without later options. */
    public TrialSetup(
            String trial,
            String architecture,
            String model,
            String strategy,
            int workers,
            int repeat,
            String balancer,
            String queue,
            String broker,
            String store,
            String durability,
            String workload,
            int concurrency,
            int batch,
            OptionalInt prefetch) {
        this(
                trial,
                architecture,
                model,
                strategy,
                workers,
                repeat,
                balancer,
                queue,
                broker,
                store,
                durability,
                workload,
                concurrency,
                batch,
                prefetch,
                Further.NONE);
    }

    public TrialSetup {
        RunDirectory.requireFileName("trial", trial);
        atLeastOne("workers", workers);
        atLeastOne("repeat", repeat);
        atLeastOne("concurrency", concurrency);
        atLeastOne("batch", batch);
    }

    /** A trial's id, such as {@code direct-numbered-lua-w2-r1}. */
    public static String id(String architecture, String model, String strategy, int workers, int repeat) {
        return id(architecture, model, strategy, workers, Map.of(), repeat);
    }

    /**
     * A trial's id in a run that varies other options, too: {@code direct-numbered-lua-w2-batch100-nginx-r1}. A value that starts with a
     * digit is preceded by its option's name, any other stands for itself.
     *
     * @param varied those options of which the run tries several values, by name, in the map's order
     */
    public static String id(
            String architecture, String model, String strategy, int workers, Map<String, String> varied, int repeat) {
        StringBuilder id = new StringBuilder(architecture + '-' + model + '-' + strategy + "-w" + workers);
        varied.forEach((option, value) -> {
            boolean number = !value.isEmpty() && Character.isDigit(value.charAt(0));
            id.append('-').append(number ? option + value : value);
        });
        return id.append("-r").append(repeat).toString().replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("must be >= 1: " + name + "=" + value);
        }
    }
}
