package dev.onsale.harness.bench;

/** Where the benchmarks find their store, in this process and in those that JMH starts. */
final class StoreAddress {
    private static final String PROPERTY = "onsale.bench.redis";

    private StoreAddress() {}

    static void set(String redis) {
        System.setProperty(PROPERTY, redis);
    }

    /** As a line of a file of arguments for {@code java}: a command line, where all may read it, has no place for a password. */
    static String argument(String redis) {
        return "\"-D" + PROPERTY + "=" + redis.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }

    static String get() {
        String redis = System.getProperty(PROPERTY);
        if (redis == null) {
            throw new IllegalStateException("this benchmark needs a Redis server: onsale bench starts one");
        }
        return redis;
    }
}
