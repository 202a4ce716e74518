package dev.onsale.harness.backend;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much of what it has answered an embedded Redis still knows after a crash. */
public enum Durability {
    /** Nothing: it writes no file. */
    NONE,
    /** All but about the last second: the append-only file is synced once a second. */
    EVERYSEC,
    /** All: the append-only file is synced before an answer leaves. */
    ALWAYS;

    /** The name on the command line and in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException there is none; the message lists those there are
     */
    public static Durability of(String id) {
        return Arrays.stream(values())
                .filter(durability -> durability.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--durability must be one of "
                        + Arrays.stream(values()).map(Durability::id).collect(Collectors.joining(", ")) + ": " + id));
    }
}
