package dev.onsale.harness.limit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The order of the measurements in a round: by lot, another one each time, so that a slow minute of the machine does not always fall on the
 * same; but what is compared stands together, so that a slow minute falls on both sides of a ratio. Those that need others come after
 * them. Immutable.
 */
final class Order {
    private final List<List<Measurement>> groups;
    private final long seed;

    /** @param compared names of what is compared with each other, each as {@code kind name}; sets that share a name are one */
    Order(List<Measurement> measurements, List<Set<String>> compared, long seed) {
        List<List<Measurement>> together = new ArrayList<>();
        measurements.forEach(measurement -> together.add(new ArrayList<>(List.of(measurement))));
        compared.forEach(names -> join(together, names));
        this.groups = List.copyOf(together);
        this.seed = seed;
    }

    private static void join(List<List<Measurement>> groups, Set<String> names) {
        List<Measurement> joined = new ArrayList<>();
        groups.removeIf(group -> {
            boolean belongs =
                    group.stream().anyMatch(one -> names.contains(one.kind().id() + ' ' + one.name()));
            if (belongs) {
                joined.addAll(group);
            }
            return belongs;
        });
        if (!joined.isEmpty()) {
            groups.add(joined);
        }
    }

    /** @param round from 1 */
    List<Measurement> of(int round) {
        Random lot = new Random(seed + round);
        List<List<Measurement>> shuffled = new ArrayList<>(groups);
        Collections.shuffle(shuffled, lot);
        List<Measurement> order = new ArrayList<>();
        for (List<Measurement> group : shuffled) {
            List<Measurement> members = new ArrayList<>(group);
            Collections.shuffle(members, lot);
            members.sort(Comparator.comparing(Measurement::needsOthers));
            order.addAll(members);
        }
        return order;
    }
}
