package dev.onsale.harness.limit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/** Connections to the broker that spare what they can: callbacks run on the thread that reads, so they must not block. */
final class Broker {
    private Broker() {}

    static Connection connect(URI uri) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setSharedExecutor(ImmediateEventExecutor.INSTANCE);
        factory.setThreadFactory(task -> {
            Thread thread = new Thread(task, "limits-amqp");
            thread.setDaemon(true);
            return thread;
        });
        try {
            factory.setUri(uri);
            return factory.newConnection("onsale-limits");
        } catch (GeneralSecurityException | TimeoutException e) {
            throw new IOException("cannot connect to the broker", e);
        }
    }
}
