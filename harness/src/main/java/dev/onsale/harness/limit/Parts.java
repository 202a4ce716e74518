package dev.onsale.harness.limit;

import static dev.onsale.harness.trial.CpuMeter.Part.BROKER;
import static dev.onsale.harness.trial.CpuMeter.Part.CLIENT;
import static dev.onsale.harness.trial.CpuMeter.Part.STORE;

import dev.onsale.core.Stores;
import dev.onsale.core.redis.RedisConnections;
import dev.onsale.harness.limit.floor.RabbitShop;
import dev.onsale.harness.limit.floor.Shop;
import dev.onsale.harness.limit.floor.Stock;
import dev.onsale.harness.limit.floor.XmlRpcShop;
import dev.onsale.harness.trial.CpuMeter;
import dev.onsale.harness.trial.Stage;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.redisson.api.RedissonClient;

/** The ceilings and the floor, with all that they need on the servers of a stage. */
final class Parts implements AutoCloseable {
    private static final int REDIS_CONNECTIONS = 50;
    private static final int PIPELINE = 100;
    private static final int HTTP_CONNECTIONS = 128;
    private static final int CUSTOMERS = 64;

    private final CpuMeter cpuMeter;
    private final URI redis;
    private final URI broker;
    private final String prefix = "onsale-limits-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final List<Measurement> all = new ArrayList<>();
    private final Deque<Runnable> closers = new ArrayDeque<>();

    private Parts(Stage stage, CpuMeter cpuMeter) {
        this.cpuMeter = cpuMeter;
        this.redis = stage.address("store");
        this.broker = stage.address("broker");
    }

    /** @param stage one that has store and broker */
    static Parts open(Stage stage, CpuMeter cpuMeter) throws IOException {
        Parts parts = new Parts(stage, cpuMeter);
        try {
            parts.addCeilings();
            parts.addFloor();
            return parts;
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private void addCeilings() throws IOException {
        RedissonClient client = RedisConnections.open(redis);
        closers.push(() -> RedisConnections.close(client));
        Stores stores = Stores.none().with(RedissonClient.class, client);
        RedisAddress address = RedisAddress.of(redis);
        for (int depth : new int[] {1, PIPELINE}) {
            String suffix = depth == 1 ? "" : " x" + depth;
            String key = prefix + "-" + depth;
            ceiling("redis ping" + suffix, RedisWork.ping(address, REDIS_CONNECTIONS, depth), CLIENT, STORE);
            ceiling(
                    "redis incr" + suffix,
                    RedisWork.incr(address, stores, key, REDIS_CONNECTIONS, depth),
                    CLIENT,
                    STORE);
            ceiling(
                    "redis lua" + suffix,
                    RedisWork.script(address, stores, key, REDIS_CONNECTIONS, depth),
                    CLIENT,
                    STORE);
        }
        ceiling("http static", new HttpWork(PurchaseBytes.overheard(), HTTP_CONNECTIONS), CLIENT);
        ceiling("amqp one-way", new OneWay(broker, prefix + ".one-way"), CLIENT, BROKER);
        ceiling("amqp request-reply", new RequestReply(broker, prefix + ".request-reply"), CLIENT, BROKER);
        ceiling("tcp round trip", new RoundTrip(), CLIENT);
    }

    private void addFloor() throws IOException {
        RedissonClient client = Stock.redisson(redis);
        closers.push(client::shutdown);
        for (Stock.Strategy strategy : Stock.Strategy.values()) {
            Stock stock = new Stock(client, strategy, prefix + ":direct-" + strategy.id());
            floor("direct " + strategy.id(), stock, new XmlRpcShop(stock, CUSTOMERS), CLIENT, STORE);
        }
        Stock stock = new Stock(client, Stock.Strategy.LUA, prefix + ":indirect-lua");
        floor("indirect lua", stock, new RabbitShop(stock, broker, prefix + ".floor"), CLIENT, BROKER, STORE);
    }

    private void ceiling(String name, Work work, CpuMeter.Part... parts) {
        all.add(new TimedWork(Kind.CEILING, name, work, cpuMeter, Set.of(parts)));
    }

    private void floor(String name, Stock stock, Shop shop, CpuMeter.Part... parts) throws IOException {
        all.add(new TimedWork(Kind.FLOOR, name, new FloorWork(stock, shop, CUSTOMERS), cpuMeter, Set.of(parts)));
    }

    List<Measurement> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() throws IOException {
        for (Measurement measurement : all) {
            measurement.close();
        }
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
