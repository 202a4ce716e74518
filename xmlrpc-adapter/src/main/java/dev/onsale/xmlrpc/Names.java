package dev.onsale.xmlrpc;

import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.net.InetSocketAddress;

/**
 * Looks up names without holding up the event loop that asks: a silent name server costs whoever wants that name, and nobody else. What
 * {@code /etc/hosts} says holds, and {@code /etc/resolv.conf} names the servers. Thread-safe.
 */
final class Names {
    private static final long ANSWER_MILLIS = 2000;

    private Names() {}

    /** Made when the first name has to be looked up: literal addresses need none of it. */
    private static final class OfTheSystem {
        private static final AddressResolverGroup<InetSocketAddress> RESOLVERS =
                resolvers(new DnsNameResolverBuilder());
    }

    static AddressResolverGroup<InetSocketAddress> ofTheSystem() {
        return OfTheSystem.RESOLVERS;
    }

    /** Asks these servers instead of the system's. */
    static AddressResolverGroup<InetSocketAddress> askedAt(DnsServerAddressStreamProvider servers) {
        return resolvers(new DnsNameResolverBuilder().nameServerProvider(servers));
    }

    private static AddressResolverGroup<InetSocketAddress> resolvers(DnsNameResolverBuilder builder) {
        return new DnsAddressResolverGroup(
                builder.datagramChannelType(NioDatagramChannel.class).queryTimeoutMillis(ANSWER_MILLIS));
    }
}
