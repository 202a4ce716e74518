package dev.onsale.harness.limit;

import dev.onsale.harness.plan.Architecture;
import dev.onsale.record.Bound;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What the throughput of each architecture can be set against. */
final class Bounds {
    private record Source(Architecture architecture, Kind kind, String name, String what) {
        Stream<Bound> in(Medians medians) {
            OptionalDouble median = medians.of(kind, name, Reading::opsPerSecond);
            return median.isPresent()
                    ? Stream.of(new Bound(architecture.id(), kind.id(), what, median.getAsDouble()))
                    : Stream.empty();
        }
    }

    private static final String AFTERNOON = "lua as one writes it in an afternoon, unbatched";

    private static final List<Source> SOURCES = List.of(
            new Source(
                    Architecture.IN_PROCESS,
                    Kind.CEILING,
                    "redis lua 128 a call",
                    "lua's script, 128 decisions a call (in-process)"),
            new Source(Architecture.DIRECT, Kind.CEILING, "http static", "static HTTP (direct)"),
            new Source(Architecture.DIRECT, Kind.FLOOR, "direct lua", AFTERNOON),
            new Source(Architecture.INDIRECT, Kind.CEILING, "amqp one-way", "AMQP one way (indirect)"),
            new Source(Architecture.INDIRECT, Kind.FLOOR, "indirect lua", AFTERNOON));

    private Bounds() {}

    static List<Bound> of(Medians medians) {
        return SOURCES.stream().flatMap(source -> source.in(medians)).toList();
    }
}
