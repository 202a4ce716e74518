package dev.onsale.harness.backend;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

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
            if ("amqps".equals(uri.getScheme())) {
                verify(factory);
            }
            try (Connection connection = factory.newConnection("onsale")) {
                return new Greeting(property(connection, "product"), property(connection, "version"));
            }
        } catch (PossibleAuthenticationFailureException e) {
            throw new IOException(
                    "the AMQP broker at " + where + " refuses the user or the password" + hint(factory), e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the address of the AMQP broker at " + where + " cannot be used", e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the AMQP broker at " + where + " did not answer within " + timeout.toMillis() + " ms", e);
        } catch (IOException e) {
            throw new IOException("no AMQP broker answers at " + where + ": " + reason(e), e);
        }
    }

    /** The library would trust anybody: who gets the password must have a certificate that this Java machine trusts, for this host. */
    private static void verify(ConnectionFactory factory) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        factory.useSslProtocol(context);
        factory.enableHostnameVerification();
    }

    private static String hint(ConnectionFactory factory) {
        String host = factory.getHost();
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return factory.getUsername().equals("guest") && !here
                ? ": RabbitMQ lets guest in from its own host only, so name another user"
                : "";
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
