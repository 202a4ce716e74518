package dev.onsale.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.StrictExceptionHandler;
import java.io.EOFException;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What goes wrong inside the client library of a connection: remembered, and not printed. Thread-safe. */
final class DriverFailures extends StrictExceptionHandler {
    private static final System.Logger LOG = System.getLogger(DriverFailures.class.getName());

    private volatile @Nullable Throwable unreadable;

    /** Why the library could not read what the broker sent; null when it could, whether or not the connection lives. */
    @Nullable
    Throwable unreadable() {
        return unreadable;
    }

    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable failure) {
        boolean lost = failure instanceof EOFException
                || failure instanceof SocketException
                || failure instanceof SocketTimeoutException
                || failure instanceof SSLException
                || failure instanceof MissedHeartbeatException
                || failure instanceof ShutdownSignalException;
        if (!lost) {
            unreadable = failure;
        }
        log("reading from the broker", failure);
    }

    @Override
    protected void log(String message, Throwable failure) {
        LOG.log(Level.DEBUG, message, failure);
    }
}
