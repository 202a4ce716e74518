package dev.onsale.harness.backend;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Asks an AMQP broker who it is. */
final class AmqpProbe {
    /** What a broker says of itself. */
    record Greeting(String product, String version) {}

    private AmqpProbe() {}

    /**
     * Connects and leaves.
     *
     * @throws IOException it cannot be reached, or refuses us; the message is one sentence for people, without credentials
     */
    static Greeting greet(URI uri, Duration timeout) throws IOException {
        String where = Addresses.hostAndPort(uri);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setConnectionTimeout((int) timeout.toMillis());
        factory.setHandshakeTimeout((int) timeout.toMillis());
        factory.setAutomaticRecoveryEnabled(false);
        try {
            factory.setUri(uri);
            try (Connection connection = factory.newConnection("onsale")) {
                return new Greeting(property(connection, "product"), property(connection, "version"));
            }
        } catch (PossibleAuthenticationFailureException e) {
            throw new IOException("the AMQP broker at " + where + " refuses the user or the password", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the address of the AMQP broker at " + where + " cannot be used", e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the AMQP broker at " + where + " did not answer within " + timeout.toMillis() + " ms", e);
        } catch (IOException e) {
            throw new IOException("no AMQP broker answers at " + where + ": " + reason(e), e);
        }
    }

    private static String property(Connection connection, String name) {
        Object value = connection.getServerProperties().get(name);
        return value == null ? "of unknown " + name : value.toString();
    }

    /** The client library wraps what the broker said in exceptions without a message. */
    private static String reason(IOException e) {
        Throwable cause = e;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
