package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import dev.onsale.xmlrpc.MethodTable.Method;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 reverse proxy for XML-RPC: each request goes to the healthy backend with the fewest under way, over kept connections.
 * A request that has begun to leave is never sent again: the client gets 502 if the backend's connection broke, 504 if it did not answer in
 * time; 503 says that nothing was forwarded. Backends are named at the start, or come and go through the registry. Thread-safe.
 *
 * <p>All happens on one thread, from the client's connection to the backend's and back. Requests are forwarded when their bounded
 * bodies are complete, with a head written anew, so that no head of a stranger's reaches a backend.
 */
public final class Balancer implements AutoCloseable {
    static final String COUNTERS = "balancer.counters";

    /** What a backend has to answer by, unless it is said. */
    public static final Duration ANSWER = Duration.ofSeconds(30);

    private static final long PROBE_MILLIS = 500;
    private static final long LEASE_MILLIS = 100;
    private static final CompletableFuture<Void> NOBODY_LEAVES = CompletableFuture.completedFuture(null);

    private final EventLoop loop;
    private final Deadlines answers;
    private final Deadlines probes;
    private final Set<Address> named;
    private final Registry registered = new Registry(System::nanoTime, NameServer.SERVERS);
    private final Map<Address, Backend> backends = new ConcurrentHashMap<>();
    private List<Backend> order = List.of();
    private int turn;

    /** When those that the last update removed have answered all that they were sent. */
    private CompletableFuture<Void> departure = NOBODY_LEAVES;

    private final LongAdder forwarded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unavailable = new LongAdder();

    private final HttpServer front;
    private final @Nullable HttpServer registry;
    private final List<Future<?>> timers;

    private Balancer(
            EventLoop loop, Address listen, List<Address> named, Optional<Address> registryAt, Duration deadline)
            throws IOException {
        this.loop = loop;
        this.named = Set.copyOf(named);
        this.answers = new Deadlines(loop, deadline);
        this.probes = new Deadlines(loop, Servers.GREETING);
        Loops.run(loop, this::update);
        this.registry = registryAt.isPresent() ? registry(registryAt.get()) : null;
        this.front = new HttpServer(
                loop,
                listen,
                Limits.DEFAULT,
                (body, reply) -> new Forward(body, reply).start(answers),
                "Onsale's balancer: POST XML-RPC, and see system.listMethods.");
        timers = List.of(
                Loops.every(loop, LEASE_MILLIS, this::update),
                Loops.every(loop, PROBE_MILLIS, () -> order.forEach(backend -> backend.probe(probes))));
    }

    /**
     * Listens.
     *
     * @param listen {@code host:port}; port 0 asks for any free one
     * @param backends that stay, each {@code host:port}
     * @param registry where others can register, if anywhere, in the same form as {@code listen}
     * @throws IllegalArgumentException an address has another form
     * @throws IOException an address is taken
     */
    public static Balancer start(String listen, List<String> backends, Optional<String> registry) throws IOException {
        return start(listen, backends, registry, ANSWER);
    }

    /**
     * As {@link #start(String, List, Optional)}.
     *
     * @param deadline what a backend has to answer by
     */
    public static Balancer start(String listen, List<String> backends, Optional<String> registry, Duration deadline)
            throws IOException {
        Address at = Address.parse(listen);
        List<Address> named = backends.stream().map(Address::parse).collect(Collectors.toList());
        Optional<Address> registryAt = registry.map(Address::parse);
        EventLoop loop = Loops.start("balancer");
        try {
            return new Balancer(loop, at, named, registryAt, deadline);
        } catch (IOException | RuntimeException e) {
            Loops.stop(loop);
            throw e;
        }
    }

    private HttpServer registry(Address at) throws IOException {
        List<Method> methods = new ArrayList<>(registered.methods(this::update));
        methods.add(new Method(
                COUNTERS,
                List.of("struct"),
                "What passed through so far, by name; doubles, as counts outgrow an int.",
                params -> {
                    Map<String, Object> counts = new TreeMap<>();
                    counters().forEach((name, count) -> counts.put(name, (double) count));
                    return new Part.Value(counts);
                }));
        XmlRpcServer calls = new XmlRpcServer(
                loop, new MethodTable(methods, Limits.MULTICALL), XmlRpcServer.noService(), Limits.DEFAULT);
        return new HttpServer(
                loop,
                at,
                Limits.DEFAULT,
                (body, reply) -> {
                    departure = NOBODY_LEAVES;
                    calls.handle(body, new AfterDeparture(reply));
                },
                "Onsale's balancer takes registrations here: see system.listMethods.");
    }

    /** Who leaves hears so after its last answers have come: whatever it then cuts off, no request is there. */
    private final class AfterDeparture implements Reply {
        private final Reply reply;

        AfterDeparture(Reply reply) {
            this.reply = reply;
        }

        @Override
        public Object asker() {
            return reply.asker();
        }

        @Override
        public void xml(ByteBuf xml) {
            var unused = departure.thenRun(() -> reply.xml(xml));
        }

        @Override
        public void plain(HttpResponseStatus status, String sentence) {
            var unused = departure.thenRun(() -> reply.plain(status, sentence));
        }
    }

    /** Where clients reach it, {@code host:port}. */
    public String address() {
        return front.address().toString();
    }

    /** Where backends register, {@code host:port}, if they can. */
    public Optional<String> registryAddress() {
        return Optional.ofNullable(registry).map(server -> server.address().toString());
    }

    /** The line to print when it can be reached. */
    public String readyLine() {
        return new ReadyLine(
                        "balancer",
                        front.address(),
                        Optional.ofNullable(registry).map(HttpServer::address))
                .toString();
    }

    /**
     * So far: {@code forwarded} (answered by a backend), {@code failed} (sent and not answered), {@code unavailable} (not sent), the first
     * two for each backend, too, and how many {@code backends} there are. Any thread.
     */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        counters.put("forwarded", forwarded.sum());
        counters.put("failed", failed.sum());
        counters.put("unavailable", unavailable.sum());
        counters.put("backends", (long) backends.size());
        backends.forEach((address, backend) -> {
            counters.put("forwarded " + address, backend.forwarded().sum());
            counters.put("failed " + address, backend.failed().sum());
        });
        return counters;
    }

    /** Answers what is under way (for five seconds at the most), and lets go of addresses and connections. Idempotent. */
    @Override
    public void close() {
        timers.forEach(timer -> timer.cancel(false));
        if (registry != null) {
            registry.close();
        }
        front.drain(Duration.ofSeconds(5));
        Loops.run(loop, () -> backends.values().forEach(Backend::close));
        Loops.stop(loop);
    }

    /** Makes the backends those that are named or registered. */
    private void update() {
        Set<Address> wanted = new LinkedHashSet<>(named);
        wanted.addAll(registered.list());
        if (wanted.equals(backends.keySet())) {
            return;
        }
        Map<Address, Backend> gone = new HashMap<>(backends);
        gone.keySet().removeAll(wanted);
        backends.keySet().retainAll(wanted);
        for (Address address : wanted) {
            backends.computeIfAbsent(address, added -> new Backend(loop, added)).probe(probes);
        }
        order = List.copyOf(backends.values());
        // Last, as what waits there goes to the others.
        departure = CompletableFuture.allOf(gone.values().stream()
                .map(backend -> backend.retire().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /**
     * The healthy backend with the fewest requests under way; among equals the next in turn. If none is healthy the same among all: that
     * none answers probes may say more about the machine than about them, and one that does not accept is found out before anything is sent.
     */
    private @Nullable Backend pick() {
        Backend best = null;
        turn = order.isEmpty() ? 0 : (turn + 1) % order.size();
        for (int i = 0; i < order.size(); i++) {
            Backend one = order.get((turn + i) % order.size());
            if (best == null || isBetter(one, best)) {
                best = one;
            }
        }
        return best;
    }

    private static boolean isBetter(Backend one, Backend other) {
        return one.isHealthy() == other.isHealthy() ? one.outstanding() < other.outstanding() : one.isHealthy();
    }

    /** A client's request on its way. */
    private final class Forward extends Exchange {
        private final Reply reply;
        private @Nullable Backend backend;

        Forward(ByteBuf body, Reply reply) {
            super("POST", body, reply.asker());
            this.reply = reply;
        }

        @Override
        @Nullable
        HttpPool next(int failedTries) {
            if (backend != null) {
                backend.failed().increment();
            }
            backend = failedTries > order.size() ? null : pick();
            return backend == null ? null : backend.pool();
        }

        @Override
        void answered(int status, ByteBuf response) {
            forwarded.increment();
            if (backend != null) {
                backend.forwarded().increment();
            }
            if (status == 200) {
                reply.xml(response.retain());
            } else {
                reply.plain(HttpResponseStatus.valueOf(status), "a backend answered so");
            }
        }

        @Override
        void notSent(NotExecuted reason, String cause) {
            unavailable.increment();
            reply.plain(HttpResponseStatus.SERVICE_UNAVAILABLE, "nothing was forwarded: " + cause);
        }

        @Override
        void lost(String cause) {
            failed.increment();
            if (backend != null) {
                backend.failed().increment();
            }
            HttpResponseStatus status =
                    isExpired() ? HttpResponseStatus.GATEWAY_TIMEOUT : HttpResponseStatus.BAD_GATEWAY;
            reply.plain(status, "forwarded, and not answered: " + cause);
        }
    }
}
