package dev.onsale.harness.limit.floor;

import dev.onsale.core.redis.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RAtomicLong;
import org.redisson.api.RBucket;
import org.redisson.api.RLock;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.LongCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** A count of tickets in Redis, and one blocking Redisson call, or a few, for each that is sold. Thread-safe. */
public final class Stock implements AutoCloseable {
    /** How it is kept right when many buy at once. */
    public enum Strategy {
        LUA("lua"),
        ATOMIC_LONG("atomic-long"),
        LOCK("lock");

        private final String id;

        Strategy(String id) {
            this.id = id;
        }

        /** The name that Onsale's strategy of this sort has. */
        public String id() {
            return id;
        }
    }

    /** More than anybody buys within a measurement. */
    private static final long CAPACITY = 100_000_000;

    private static final String SELL = """
            local sold = tonumber(redis.call('GET', KEYS[1]) or '0')
            if sold >= tonumber(ARGV[1]) then
              return 0
            end
            return redis.call('INCR', KEYS[1])
            """;

    private final Strategy strategy;
    private final String key;
    private final RScript script;
    private final RAtomicLong counter;
    private final RBucket<Long> bucket;
    private final RLock lock;

    /**
     * A Redisson client with the settings that it comes with.
     *
     * @param redis {@code redis://[[user]:password@]host[:port][/database]}
     */
    public static RedissonClient redisson(URI redis) {
        RedisServer server = RedisServer.of(redis);
        Config config = new Config();
        config.useSingleServer().setAddress(server.toString()).setDatabase(server.database());
        server.password().ifPresent(config::setPassword);
        server.user().ifPresent(config::setUsername);
        return Redisson.create(config);
    }

    /** @param key holds how many are sold */
    public Stock(RedissonClient redisson, Strategy strategy, String key) {
        this.strategy = strategy;
        this.key = key;
        this.script = redisson.getScript(StringCodec.INSTANCE);
        this.counter = redisson.getAtomicLong(key);
        this.bucket = redisson.getBucket(key, LongCodec.INSTANCE);
        this.lock = redisson.getLock(key + ":lock");
    }

    /** Sells a ticket, and returns its number; 0 when there is none left. Blocks. */
    long sell() {
        return switch (strategy) {
            case LUA ->
                script.eval(
                        RScript.Mode.READ_WRITE, SELL, RScript.ReturnType.LONG, List.of(key), Long.toString(CAPACITY));
            case ATOMIC_LONG -> {
                long number = counter.incrementAndGet();
                yield number <= CAPACITY ? number : 0;
            }
            case LOCK -> {
                lock.lock();
                try {
                    Long before = bucket.get();
                    long sold = before == null ? 0 : before;
                    if (sold < CAPACITY) {
                        bucket.setAndKeepTTL(sold + 1);
                    }
                    yield sold < CAPACITY ? sold + 1 : 0;
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    /** How many are sold, as the store has it. Blocks. */
    public long sold() {
        return counter.get();
    }

    /** Begins with nothing sold; what nobody closes expires in a day. Blocks. */
    public void open() {
        counter.set(0);
        counter.expire(Duration.ofDays(1));
    }

    /** Forgets what was sold. Blocks. */
    @Override
    public void close() {
        counter.delete();
    }
}
