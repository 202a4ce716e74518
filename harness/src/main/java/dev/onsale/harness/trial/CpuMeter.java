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

    /** What was used so far. */
    public Map<Part, Duration> read() {
        Map<Part, Duration> used = new EnumMap<>(Part.class);
        children.get().forEach((name, time) -> used.merge(part(name), time, Duration::plus));
        used.merge(
                Part.CLIENT, ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus);
        return used;
    }

    /** What was used since an earlier reading. A part that has had a process replaced meanwhile is left out. */
    public Map<Part, Duration> since(Map<Part, Duration> before) {
        Map<Part, Duration> used = new EnumMap<>(Part.class);
        read().forEach((part, now) -> {
            Duration difference = now.minus(before.getOrDefault(part, Duration.ZERO));
            if (!difference.isNegative()) {
                used.put(part, difference);
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
