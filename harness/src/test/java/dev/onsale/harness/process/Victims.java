package dev.onsale.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** Ends children as crashes do. */
public final class Victims {
    private Victims() {}

    /** Kills the children of this name with {@code kill -9}, and returns when they have ended. */
    public static void kill(Processes processes, String name) throws IOException {
        List<ChildProcess> victims = processes.running().stream()
                .filter(child -> child.name().equals(name))
                .toList();
        assertThat(victims).as(name).isNotEmpty();
        for (ChildProcess victim : victims) {
            victim.kill();
            victim.ended().join();
        }
    }
}
