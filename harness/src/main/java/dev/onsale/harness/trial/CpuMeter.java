package dev.onsale.harness.trial;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** The CPU time, user and system, that each part of a deployment has used, as far as this program started it. Thread-safe. */
public final class CpuMeter {
    /** What a process does in a sale. */
    public enum Part {
        /** This program: the clients, and in-process all offices. */
        CLIENT,
        /** What stands before the workers of the direct architecture. */
        BALANCER,
        WORKER,
        BROKER,
        STORE
    }

    private final Supplier<Map<String, Duration>> children;

    /** @param children of this program, by name */
    public CpuMeter(Supplier<Map<String, Duration>> children) {
        this.children = children;
    }

    /**
     * What was used up to one moment.
     *
     * @param own what this program has used
     * @param children what its children have, by name
     */
    public record Reading(Duration own, Map<String, Duration> children) {}

    /** What was used so far. */
    public Reading read() {
        return new Reading(
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO), Map.copyOf(children.get()));
    }

    /** What was used since an earlier reading. Of a part of which a process has ended meanwhile that is not known: it is left out. */
    public Map<Part, Duration> since(Reading before) {
        Reading now = read();
        Map<Part, Duration> used = new EnumMap<>(Part.class);
        used.put(Part.CLIENT, now.own().minus(before.own()));
        now.children()
                .forEach((name, time) -> used.merge(
                        part(name), time.minus(before.children().getOrDefault(name, Duration.ZERO)), Duration::plus));
        before.children().forEach((name, time) -> {
            Duration later = now.children().getOrDefault(name, Duration.ZERO);
            if (later.compareTo(time) < 0) {
                used.remove(part(name));
            }
        });
        return used;
    }

    private static Part part(String child) {
        return switch (child) {
            case "redis" -> Part.STORE;
            case "rabbitmq", "epmd", "embedded-broker" -> Part.BROKER;
            case "balancer", "name-server", "nginx" -> Part.BALANCER;
            case "wrk", "redis-benchmark", "perf-test" -> Part.CLIENT;
            default -> Part.WORKER;
        };
    }
}
