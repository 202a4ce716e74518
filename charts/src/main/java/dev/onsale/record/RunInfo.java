package dev.onsale.record;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code run.json}: what was asked, and on what it was measured. Never holds a user name or password of a server.
 *
 * @param command the command that was given, such as {@code matrix}
 * @param options the options with their values, those that were defaults included
 * @param version of this program
 * @param commit the source's commit, or empty when unknown
 * @param seeds by what they seed
 * @param backends as actually used, not as asked for
 * @param ended nothing while the run is under way, or when it was killed
 */
public record RunInfo(
        String name,
        String command,
        Map<String, String> options,
        String version,
        String commit,
        MachineInfo machine,
        Jvm jvm,
        Map<String, Long> seeds,
        List<WorkloadFile> workloads,
        List<Backend> backends,
        Instant started,
        Optional<Instant> ended) {

    public RunInfo {
        Map<String, String> published = new LinkedHashMap<>();
        options.forEach((option, value) -> published.put(option, Credentials.removedFrom(value)));
        options = Collections.unmodifiableMap(published);
        seeds = Collections.unmodifiableMap(new TreeMap<>(seeds));
        workloads = List.copyOf(workloads);
        backends = List.copyOf(backends);
    }

    /** The same run, on these servers. */
    public RunInfo withBackends(List<Backend> used) {
        return new RunInfo(
                name, command, options, version, commit, machine, jvm, seeds, workloads, used, started, ended);
    }

    /** The same run, over. */
    public RunInfo endedAt(Instant end) {
        return new RunInfo(
                name,
                command,
                options,
                version,
                commit,
                machine,
                jvm,
                seeds,
                workloads,
                backends,
                started,
                Optional.of(end));
    }

    /** The Java virtual machine that the harness ran in. */
    public record Jvm(String name, String version, String vendor) {
        /** This one. */
        public static Jvm gather() {
            return new Jvm(
                    System.getProperty("java.vm.name", "unknown"),
                    System.getProperty("java.runtime.version", "unknown"),
                    System.getProperty("java.vendor", "unknown"));
        }
    }

    /**
     * A workload as it was read or generated.
     *
     * @param name as in {@code results.csv}
     * @param operations distinct requests in it
     * @param sha256 of its bytes, in lower-case hexadecimal digits
     */
    public record WorkloadFile(String name, String model, long operations, String sha256) {}

    /**
     * A server that the run used.
     *
     * @param role what it did: {@code store}, {@code broker}, {@code balancer}
     * @param product such as {@code Redis} or {@code RabbitMQ}
     * @param kind whose it is: {@code embedded}, {@code private} or {@code external}
     * @param address of an external one, else empty
     * @param note what a reader of the figures must know, such as that an embedded broker is not RabbitMQ; or empty
     */
    public record Backend(String role, String product, String version, String kind, String address, String note) {
        public Backend {
            address = Credentials.removedFrom(address);
        }

        /** In a form for people, such as {@code Redis 7.0.15 (embedded)}. */
        @Override
        public String toString() {
            return product + ' ' + version + " (" + kind + (note.isEmpty() ? "" : "; " + note) + ')';
        }
    }
}
