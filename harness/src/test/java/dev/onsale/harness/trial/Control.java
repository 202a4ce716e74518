package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Strategies;
import java.util.ArrayList;
import java.util.List;

/** A strategy without a bug, under a load that convicts others. */
record Control(ConsistencyStrategy strategy, MutationLoad load, int workers) {
    static List<Control> all() {
        List<Control> all = new ArrayList<>();
        for (String id : List.of("lua", "lock", "atomic-long")) {
            for (MutationLoad load : MutationLoad.ALL) {
                all.add(new Control(Strategies.named(id), load, 4));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return strategy.id() + ", " + load;
    }
}
