package dev.onsale.core;

import java.util.Locale;

/** Where a strategy keeps its sale. */
public enum StoreKind {
    /** In this process: one worker, gone with it. */
    MEMORY,
    /** In a Redis server, through Redisson. */
    REDIS,
    /** In a relational database, through JDBC. */
    SQL;

    /** The name in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
