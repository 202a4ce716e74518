package dev.onsale.harness.limit;

import dev.onsale.harness.trial.CpuMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Measures work that nobody judges.
 *
 * @param parts that have a share in it: what others used meanwhile is theirs
 */
record TimedWork(Kind kind, String name, Work work, CpuMeter cpuMeter, Set<CpuMeter.Part> parts)
        implements Measurement {
    @Override
    public void warmUp(Duration length) throws IOException, InterruptedException {
        measure(1, work.warmUp(length));
    }

    @Override
    public Reading measure(int round, Duration length) throws IOException, InterruptedException {
        work.prepare();
        CpuMeter.Reading before = cpuMeter.read();
        Work.Done done = work.run(length);
        Map<CpuMeter.Part, Duration> used = cpuMeter.since(before);
        work.settle(done);
        long operations = done.operations();
        Map<CpuMeter.Part, Double> micros = new EnumMap<>(CpuMeter.Part.class);
        used.forEach((part, time) -> {
            if (parts.contains(part)) {
                micros.put(part, time.toNanos() / 1e3 / operations);
            }
        });
        return new Reading(round, kind, name, done.opsPerSecond(), done.p50Micros(), done.p99Micros(), micros, "");
    }

    @Override
    public void close() throws IOException {
        work.close();
    }
}
