package dev.onsale.xmlrpc;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Optional;

/**
 * A registry of servers, over XML-RPC: {@code registry.register}, {@code registry.deregister}, {@code registry.list}. Whoever can reach
 * it can enter an address: let only the workers' network do so. Thread-safe.
 */
public final class NameServer implements AutoCloseable {
    /** Servers, at the most. */
    static final int SERVERS = 1024;

    private final EventLoop loop;
    private final HttpServer http;

    private NameServer(EventLoop loop, HttpServer http) {
        this.loop = loop;
        this.http = http;
    }

    /**
     * Listens at {@code host:port}; port 0 asks for any free one.
     *
     * @throws IllegalArgumentException the address has another form
     * @throws IOException the address is taken
     */
    public static NameServer start(String listen) throws IOException {
        Address at = Address.parse(listen);
        EventLoop loop = Loops.start("name-server");
        try {
            Registry registry = new Registry(System::nanoTime, SERVERS);
            MethodTable methods = new MethodTable(registry.methods(() -> {}), Limits.MULTICALL);
            return new NameServer(
                    loop,
                    new HttpServer(
                            loop,
                            at,
                            Limits.DEFAULT,
                            new XmlRpcServer(loop, methods, XmlRpcServer.noService(), Limits.DEFAULT),
                            "Onsale's name server: POST XML-RPC, and see system.listMethods."));
        } catch (IOException | RuntimeException e) {
            Loops.stop(loop);
            throw e;
        }
    }

    /** Where it listens, {@code host:port}. */
    public String address() {
        return http.address().toString();
    }

    /** The line to print when it can be reached. */
    public String readyLine() {
        return new ReadyLine("name-server", http.address(), Optional.empty()).toString();
    }

    /** Lets go of address and connections. Idempotent. */
    @Override
    public void close() {
        http.close();
        Loops.stop(loop);
    }
}
