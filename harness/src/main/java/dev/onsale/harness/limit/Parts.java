package dev.onsale.harness.limit;

import static dev.onsale.harness.trial.CpuMeter.Part.BALANCER;
import static dev.onsale.harness.trial.CpuMeter.Part.BROKER;
import static dev.onsale.harness.trial.CpuMeter.Part.CLIENT;
import static dev.onsale.harness.trial.CpuMeter.Part.STORE;
import static dev.onsale.harness.trial.CpuMeter.Part.WORKER;

import dev.onsale.core.Stores;
import dev.onsale.core.redis.RedisConnections;
import dev.onsale.harness.limit.floor.RabbitShop;
import dev.onsale.harness.limit.floor.Shop;
import dev.onsale.harness.limit.floor.Stock;
import dev.onsale.harness.limit.floor.XmlRpcShop;
import dev.onsale.harness.process.Processes;
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

    /** As many decisions as the {@code lua} strategy makes in one call. */
    private static final int A_CALL = 128;

    private static final int CALLERS = 4;

    private final Stage stage;
    private final Processes processes;
    private final CpuMeter cpuMeter;
    private final URI redis;
    private final URI broker;
    private final String prefix = "onsale-limits-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final List<Measurement> all = new ArrayList<>();
    private final Deque<Runnable> closers = new ArrayDeque<>();

    private Parts(Stage stage, Processes processes, CpuMeter cpuMeter) {
        this.stage = stage;
        this.processes = processes;
        this.cpuMeter = cpuMeter;
        this.redis = stage.address("store");
        this.broker = stage.address("broker");
    }

    /** @param stage one that has store and broker */
    static Parts open(Stage stage, Processes processes, Tools tools) throws IOException {
        Parts parts = new Parts(stage, processes, new CpuMeter(processes::cpuTimes));
        try {
            RedissonClient client = RedisConnections.open(parts.redis);
            parts.closers.push(() -> RedisConnections.close(client));
            Stores stores = Stores.none().with(RedissonClient.class, client);
            PurchaseBytes bytes = PurchaseBytes.overheard();
            parts.addCeilings(stores, bytes);
            parts.addFloor();
            parts.addTools(tools, stores, bytes);
            return parts;
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private void addCeilings(Stores stores, PurchaseBytes bytes) throws IOException {
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
                    RedisWork.script(address, stores, key, REDIS_CONNECTIONS, depth, 1),
                    CLIENT,
                    STORE);
        }
        ceiling(
                "redis lua " + A_CALL + " a call",
                RedisWork.script(address, stores, prefix + "-call", CALLERS, 1, A_CALL),
                CLIENT,
                STORE);
        ceiling("http static", new HttpWork(bytes, HTTP_CONNECTIONS), CLIENT);
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

    private void addTools(Tools tools, Stores stores, PurchaseBytes bytes) throws IOException {
        RedisAddress address = RedisAddress.of(redis);
        if (tools.redisBenchmark(address)) {
            RedisBenchmark.Place place = new RedisBenchmark.Place(processes, address, stores, prefix);
            for (int depth : new int[] {1, PIPELINE}) {
                String suffix = depth == 1 ? "" : " x" + depth;
                RedisBenchmark.Manner manner = new RedisBenchmark.Manner(REDIS_CONNECTIONS, depth, 1);
                tool("redis-benchmark ping" + suffix, RedisBenchmark.ping(place, manner), STORE);
                tool("redis-benchmark incr" + suffix, RedisBenchmark.incr(place, manner), STORE);
                tool("redis-benchmark lua" + suffix, RedisBenchmark.script(place, manner), STORE);
            }
            for (int connections : new int[] {1, CALLERS}) {
                tool(
                        "redis-benchmark lua " + A_CALL + " a call c" + connections,
                        RedisBenchmark.script(place, new RedisBenchmark.Manner(connections, 1, A_CALL)),
                        STORE);
            }
        }
        if (tools.wrk()) {
            Wrk wrk = new Wrk(processes, bytes);
            StaticHttp http = new StaticHttp(bytes);
            tool("wrk http static", WrkWork.fixed(wrk, http.uri(), http));
            tool("wrk direct lua", WrkWork.sale(wrk, stage, "none"), WORKER, STORE);
            tool("wrk direct lua own", WrkWork.sale(wrk, stage, "own"), BALANCER, WORKER, STORE);
            if (tools.nginx()) {
                StaticNginx nginx = StaticNginx.start(StaticNginx.installed().orElseThrow(), bytes, processes);
                tool("wrk nginx static", WrkWork.fixed(wrk, nginx.uri(), nginx), BALANCER);
                tool("wrk direct lua nginx", WrkWork.sale(wrk, stage, "nginx"), BALANCER, WORKER, STORE);
            }
        }
        if (tools.perfTest().isPresent()) {
            tool(
                    "perf-test one-way",
                    new PerfTest(processes, tools.perfTest().get(), broker, prefix + ".perf-test"),
                    BROKER);
        }
    }

    /** The program's own CPU time is nobody's business; its parts are those that it asks. */
    private void tool(String name, Work work, CpuMeter.Part... parts) {
        all.add(new TimedWork(Kind.TOOL, name, work, cpuMeter, Set.of(parts)));
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
        List<IOException> failures = new ArrayList<>();
        for (Measurement measurement : all) {
            try {
                measurement.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
