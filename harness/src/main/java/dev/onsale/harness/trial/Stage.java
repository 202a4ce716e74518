package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Model;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import dev.onsale.core.Transports;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.backend.AmqpBackend;
import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.harness.fleet.Fleet;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.process.Processes;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.RunInfo;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Everything that the trials of a run need, from the servers to the workers: set up once, and taken down with the run. */
public final class Stage implements AutoCloseable {

    private final Request request;
    private final String name = randomName();
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final Map<Architecture, Site> sites = new EnumMap<>(Architecture.class);
    private final List<RunInfo.Backend> backends = new ArrayList<>();
    private final Map<String, URI> addresses = new HashMap<>();

    private final Ready ready;

    /** What is there once all servers and workers are. */
    private record Ready(TrialRunner runner, PublicSales publicSales) {}

    private Stage(Request request, Servers wanted, Processes processes, LongSupplier nanoClock, TrialObserver observer)
            throws IOException, InterruptedException {
        this.request = request;
        try {
            this.ready = setUp(wanted, processes, nanoClock, observer);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts or reaches the servers that the request needs, and starts the workers.
     *
     * @param processes starts them; closing it stops them, even when this fails
     * @throws IOException something did not start, or does not answer
     */
    public static Stage open(
            Request request, Servers wanted, Processes processes, LongSupplier nanoClock, TrialObserver observer)
            throws IOException, InterruptedException {
        return new Stage(request, wanted, processes, nanoClock, observer);
    }

    private Ready setUp(Servers wanted, Processes processes, LongSupplier nanoClock, TrialObserver observer)
            throws IOException, InterruptedException {
        boolean needsRedis = request.stores().contains(StoreKind.REDIS);
        boolean needsBroker = request.architectures().contains(Architecture.INDIRECT);
        boolean needsWorkers =
                request.architectures().stream().anyMatch(architecture -> architecture != Architecture.IN_PROCESS);
        Fleet fleet = new Fleet(processes);
        closers.push(fleet::close);

        observer.preparing("starting servers and workers");
        Together together = new Together();
        closers.push(together::close);
        Together.Result<Optional<Backend>> redis =
                together.start(() -> needsRedis ? Optional.of(wanted.redis(processes)) : Optional.empty());
        Together.Result<Optional<Backend>> broker =
                together.start(() -> needsBroker ? Optional.of(wanted.broker(processes)) : Optional.empty());
        Together.Result<Integer> workers = together.start(() -> {
            int count = needsWorkers ? request.maxWorkers() : 0;
            fleet.ensure(count);
            return count;
        });
        redis.get().ifPresent(server -> add("store", server));
        broker.get().ifPresent(server -> add("broker", server));
        workers.get();

        String redisAddress = redis.get().map(server -> server.uri().toString()).orElse("");
        TrialRunner.Servers servers = new TrialRunner.Servers(
                redis.get().map(Backend::label).orElse(""),
                broker.get().map(Backend::label).orElse(""),
                redis.get()
                                .filter(server -> server.origin() != Backend.Origin.GIVEN)
                                .isPresent()
                        ? wanted.durability().id()
                        : "");
        StoreConnections connections = new StoreConnections();
        closers.push(connections::close);
        Stores stores = connections.stores(redisAddress);
        SaleRemoval removal = new SaleRemoval(stores);
        List<Backend> used =
                Stream.of(redis.get(), broker.get()).flatMap(Optional::stream).toList();
        Trial trial = new Trial(stores, nanoClock, new CpuMeter(processes::cpuTimes), upkeep(used), removal);
        closers.push(trial::close);
        Map<String, EntryPoint> direct = new HashMap<>();
        for (Architecture architecture : request.architectures()) {
            Site site = switch (architecture) {
                case IN_PROCESS -> new InProcessSite(redisAddress);
                case DIRECT -> {
                    String balancer = request.settings().balancer();
                    EntryPoint entryPoint = direct(balancer, processes);
                    direct.put(balancer, entryPoint);
                    yield remote(entryPoint, fleet, redisAddress);
                }
                case INDIRECT ->
                    remote(
                            provision(
                                    "amqp",
                                    Map.of(
                                            "broker",
                                                    broker.get()
                                                            .orElseThrow()
                                                            .uri()
                                                            .toString(),
                                            "queue", request.settings().queue(),
                                            "prefetch",
                                                    Integer.toString(
                                                            request.settings().prefetch())),
                                    processes),
                            fleet,
                            redisAddress);
            };
            closers.push(site::close);
            sites.put(architecture, site);
        }
        PublicSales publicSales = new PublicSales(
                fleet, redisAddress, stores, removal, name, direct, balancer -> direct(balancer, processes));
        closers.push(publicSales::close);
        return new Ready(new TrialRunner(trial, sites, request.settings(), servers, name), publicSales);
    }

    private EntryPoint direct(String balancer, Processes processes) throws IOException {
        return balancer.equals(NoBalancer.NAME)
                ? new NoBalancer()
                : provision(
                        "xmlrpc",
                        Map.of(
                                "balancer",
                                balancer,
                                "deadline",
                                Long.toString(request.settings().deadline().toSeconds())),
                        processes);
    }

    private EntryPoint provision(String scheme, Map<String, String> options, Processes processes) throws IOException {
        return new LastingEntryPoint(
                processes,
                starter -> Transports.named(scheme)
                        .provision(new Deployment(
                                name, options, request.maxWorkers(), processes.newDirectory(scheme), starter)));
    }

    private static Upkeep upkeep(List<Backend> servers) {
        return () -> {
            for (Backend server : servers) {
                server.ensureRunning();
            }
        };
    }

    private Site remote(EntryPoint entryPoint, Fleet fleet, String redisAddress) {
        Settings settings = request.settings();
        return new RemoteSite(
                entryPoint,
                fleet,
                redisAddress,
                settings.deadline(),
                settings.load().duplicates() > 0);
    }

    /**
     * Puts a sale on for clients of other programs, and opens it at one worker.
     *
     * @param balancer what stands before the worker, as in {@link Settings#balancer}
     * @throws IOException it could not be opened; nothing is left open then
     * @throws dev.onsale.core.StoreException the sale could not be put on
     */
    public PublicSale openToAll(String balancer, ConsistencyStrategy strategy, int capacity) throws IOException {
        return ready.publicSales().open(balancer, strategy, capacity);
    }

    /** The servers as they are used, for the run record. */
    public List<RunInfo.Backend> backends() {
        return List.copyOf(backends);
    }

    /**
     * Where a server is. It may hold a password: not for messages.
     *
     * @param role as in {@link #backends}
     */
    public URI address(String role) {
        URI address = addresses.get(role);
        if (address == null) {
            throw new IllegalStateException("these trials need no " + role);
        }
        return address;
    }

    /** Sells some tickets in every way that these trials will, so that none of them meets a cold machine. */
    public void warmUp(List<TrialSpec> trials, TrialObserver observer) throws IOException, InterruptedException {
        if (request.settings().warmUp() == 0) {
            return;
        }
        Set<List<Object>> warm = new HashSet<>();
        for (TrialSpec trial : trials) {
            Model model = trial.workload().model();
            if (warm.add(List.of(
                    trial.architecture(),
                    model,
                    trial.strategy().id(),
                    Load.once(trial.load().concurrency(), trial.load().batch())))) {
                observer.preparing("warming up " + trial.architecture().id() + ", " + model.id() + ", "
                        + trial.strategy().id());
                ready.runner()
                        .warmUp(
                                trial.architecture(),
                                trial.strategy(),
                                request.maxWorkers(),
                                warmUp(model),
                                trial.load(),
                                observer);
            }
        }
    }

    /** Purchases of one warm-up, unless a shape takes more. */
    public int warmUpPurchases() {
        return request.settings().warmUp();
    }

    private WorkloadGenerator warmUp(Model model) {
        return warmUp(model, request.settings().warmUp(), request.settings().seed());
    }

    /** Three purchases for two tickets, or as few as there can be. */
    static WorkloadGenerator warmUp(Model model, int purchases, long seed) {
        Shape shape = model == Model.UNNUMBERED ? Shape.OVERSUBSCRIBED : Shape.HOTSPOT;
        int capacity = Math.max(shape.minCapacity(), purchases / 3 * 2);
        return new WorkloadGenerator(shape, Math.max(shape.minRequests(capacity), purchases), capacity, seed);
    }

    /** Runs and records the trials, one after another. */
    public void run(List<TrialSpec> trials, RunDirectory directory, TrialObserver observer)
            throws IOException, InterruptedException {
        for (int i = 0; i < trials.size(); i++) {
            observer.started(trials.get(i), i + 1, trials.size());
            observer.finished(ready.runner().run(trials.get(i), directory, observer));
        }
    }

    private void add(String role, Backend server) {
        backends.add(described(role, server));
        addresses.put(role, server.uri());
    }

    /** A server as a run records it, under what it did there. */
    public static RunInfo.Backend described(String role, Backend server) {
        return new RunInfo.Backend(
                role,
                server.product(),
                server.version(),
                server.origin().name().toLowerCase(java.util.Locale.ROOT),
                server.origin() == Backend.Origin.GIVEN ? server.uri().toString() : "",
                role.equals("broker") && !server.product().equals("RabbitMQ") ? "an AMQP broker, not RabbitMQ" : "");
    }

    private static String randomName() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Takes down what this set up itself, the last first. Idempotent. */
    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }

    /** Where a run's servers come from, as on the command line. */
    public record Servers(String redis, String amqp, Durability durability) {
        /**
         * Checks the addresses.
         *
         * @throws IllegalArgumentException one is none
         */
        public Servers {
            RedisBackend.check(redis);
            AmqpBackend.check(amqp);
        }

        Backend redis(Processes processes) throws IOException {
            return RedisBackend.open(redis, durability, processes);
        }

        Backend broker(Processes processes) throws IOException {
            return AmqpBackend.open(amqp, processes);
        }
    }
}
