package dev.onsale.xmlrpc;

import dev.onsale.xmlrpc.MethodTable.Method;
import dev.onsale.xmlrpc.Part.Fault;
import dev.onsale.xmlrpc.Part.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Which servers there are: each has a lease, and is gone when it ends. Bounded. Of one thread. */
final class Registry {
    static final String REGISTER = "registry.register";
    static final String DEREGISTER = "registry.deregister";
    static final String LIST = "registry.list";
    static final Duration LONGEST_LEASE = Duration.ofHours(1);

    private final LongSupplier nanoClock;
    private final int limit;
    private final Map<Address, Long> expiryByServer = new LinkedHashMap<>();

    /** @param limit servers, at the most */
    Registry(LongSupplier nanoClock, int limit) {
        this.nanoClock = nanoClock;
        this.limit = limit;
    }

    /** Enters a server, or renews its lease; false if there is no room. */
    boolean register(Address server, Duration lease) {
        expire();
        if (!expiryByServer.containsKey(server) && expiryByServer.size() >= limit) {
            return false;
        }
        expiryByServer.put(server, nanoClock.getAsLong() + lease.toNanos());
        return true;
    }

    /** Removes a server; false if it was not there. */
    boolean deregister(Address server) {
        return expiryByServer.remove(server) != null;
    }

    /** Those whose lease has not ended, in the order in which they came. */
    List<Address> list() {
        expire();
        return List.copyOf(expiryByServer.keySet());
    }

    private void expire() {
        long now = nanoClock.getAsLong();
        expiryByServer.values().removeIf(expiry -> expiry - now <= 0);
    }

    /**
     * All this as XML-RPC methods.
     *
     * @param changed called after each call that may have changed something
     */
    List<Method> methods(Runnable changed) {
        return List.of(
                new Method(
                        REGISTER,
                        List.of("boolean", "string", "int"),
                        "Enters the server host:port, or renews its lease of so many milliseconds.",
                        params -> withAddress(params, server -> {
                            int leaseMillis = (Integer) params.get(1);
                            if (leaseMillis < 1 || leaseMillis > LONGEST_LEASE.toMillis()) {
                                return new Fault(
                                        Fault.WRONG_PARAMETERS, "a lease is 1 to " + LONGEST_LEASE.toMillis() + " ms");
                            }
                            boolean entered = register(server, Duration.ofMillis(leaseMillis));
                            changed.run();
                            return entered
                                    ? new Value(true)
                                    : new Fault(Fault.OVER_A_LIMIT, "at most " + limit + " servers");
                        })),
                new Method(
                        DEREGISTER,
                        List.of("boolean", "string"),
                        "Removes the server host:port; false if it was not there.",
                        params -> withAddress(params, server -> {
                            boolean removed = deregister(server);
                            changed.run();
                            return new Value(removed);
                        })),
                new Method(
                        LIST,
                        List.of("array"),
                        "The servers, as host:port.",
                        params ->
                                new Value(list().stream().map(Address::toString).toArray())));
    }

    private static Part withAddress(List<Object> params, Function<Address, Part> then) {
        Address address;
        try {
            address = Address.parse((String) params.get(0));
        } catch (IllegalArgumentException e) {
            return noAddress();
        }
        return address.isReachable() ? then.apply(address) : noAddress();
    }

    private static Fault noAddress() {
        return new Fault(Fault.WRONG_PARAMETERS, "a server is host:port, as others reach it");
    }
}
