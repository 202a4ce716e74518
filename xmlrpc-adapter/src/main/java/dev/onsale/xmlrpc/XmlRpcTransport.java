package dev.onsale.xmlrpc;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.Transport;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The direct architecture: {@code xmlrpc://host:port}. A server answers any XML-RPC client by HTTP on the same port.
 *
 * <p>Options: a server's {@code register=http://host:port} enters it with a balancer or name server for as long as it serves; a
 * client's {@code resolve=name-server} says that the address is a name server's, whose list it fetches and goes round.
 *
 * <p>{@link #provision} knows the options {@code balancer}: {@code own} (the default), {@code name-server} or {@code nginx}; and {@code
 * deadline}: after how many seconds a balancer gives up a worker's answer (30 by default), not before its clients do.
 */
public final class XmlRpcTransport implements Transport {
    private static final String RESOLVE = "resolve";
    private static final String BALANCER = "balancer";
    private static final String DEADLINE = "deadline";
    private static final String OWN = "own";
    private static final String NGINX = "nginx";
    static final String NAME_SERVER = "name-server";

    @Override
    public String scheme() {
        return "xmlrpc";
    }

    @Override
    public ServerHandle serve(TicketService service, URI at) throws IOException {
        return TicketServer.start(service, at, Limits.DEFAULT);
    }

    /** On the thread if it is Netty's. */
    @Override
    public ServerHandle serve(TicketService service, URI at, Executor thread) throws IOException {
        return thread instanceof EventLoop loop
                ? TicketServer.start(service, at, Limits.DEFAULT, loop, () -> {})
                : serve(service, at);
    }

    @Override
    public TicketClient connect(URI to, ClientOptions options) throws IOException {
        Map<String, String> query = UriOptions.of(to, RESOLVE);
        String resolve = query.get(RESOLVE);
        if (resolve != null && !resolve.equals(NAME_SERVER)) {
            throw new IllegalArgumentException("unknown value: resolve=" + resolve + " (known: " + NAME_SERVER + ")");
        }
        Address address = Address.of(to);
        EventLoop loop = Loops.start("xmlrpc-client");
        try {
            Servers servers = resolve == null
                    ? Servers.of(loop, address, options.connections())
                    : NamedServers.resolve(loop, address, options.connections());
            if (options.connectsAhead()) {
                Loops.await(Loops.call(loop, () -> servers.prepare(options.connections())));
            }
            return new XmlRpcClient(loop, servers, options);
        } catch (IOException | RuntimeException e) {
            Loops.stop(loop);
            throw e;
        }
    }

    @Override
    public EntryPoint provision(Deployment deployment) throws IOException {
        for (String option : deployment.options().keySet()) {
            if (!option.equals(BALANCER) && !option.equals(DEADLINE)) {
                throw new IllegalArgumentException(
                        "unknown option: " + option + " (known: " + BALANCER + ", " + DEADLINE + ")");
            }
        }
        Duration deadline = deadline(deployment.option(DEADLINE, "" + Balancer.ANSWER.toSeconds()));
        String balancer = deployment.option(BALANCER, OWN);
        return switch (balancer) {
            case OWN -> RegistryEntryPoint.balancer(deployment, deadline);
            case NAME_SERVER -> RegistryEntryPoint.nameServer(deployment);
            case NGINX -> NginxEntryPoint.start(deployment, deadline);
            default ->
                throw new IllegalArgumentException("unknown value: balancer=" + balancer + " (known: " + OWN + ", "
                        + NAME_SERVER + ", " + NGINX + ")");
        };
    }

    private static Duration deadline(String seconds) {
        try {
            if (Integer.parseInt(seconds) > 0) {
                return Duration.ofSeconds(Integer.parseInt(seconds));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("must be a number of seconds: deadline=" + seconds);
    }
}
