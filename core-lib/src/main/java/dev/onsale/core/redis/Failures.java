package dev.onsale.core.redis;

import dev.onsale.core.Decision;
import dev.onsale.core.Outcome;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNodeNotFoundException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.RedisRedirectException;
import org.redisson.client.RedisRetryException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.RedisWrongPasswordException;
import org.redisson.client.WriteRedisConnectionException;

/**
 * What a failure at Redis says of the purchases that were in the call. It is not executed only where that is proved:
 *
 * <ul>
 *   <li>no connection was had, or the call never left it. Where the call is one command or one transaction, that holds too when the
 *       connection died while it was being written: Redis acts on whole commands, and on a transaction when its EXEC is there;
 *   <li>Redis refused the command before it began. A script is refused at its first write, and ours write once.
 * </ul>
 *
 * Anything else, a lost reply above all, is unknown.
 */
final class Failures {
    /** Longer than any call of ours takes to fail by itself. */
    private static final long PATIENCE_SECONDS = 60;

    private static final String NO_PERMISSION = "NOPERM";

    private Failures() {}

    /** The outcome of each purchase of a call that is one command or one transaction. */
    static List<Decision> ofCall(Throwable failure, int purchases) {
        return Collections.nCopies(purchases, Decision.now(ofCall(failure)));
    }

    /** The outcome of a call that is one command or one transaction. */
    static Outcome ofCall(Throwable failure) {
        Throwable cause = unwrap(failure);
        return isAmong(cause, WriteRedisConnectionException.class)
                ? Outcome.NotExecuted.UNAVAILABLE
                : ofCommandInLine(cause);
    }

    /** The outcome of one command among several that were written together. */
    static Outcome ofCommandInLine(Throwable failure) {
        Throwable cause = unwrap(failure);
        return neverSent(cause) || refused(cause)
                ? Outcome.NotExecuted.UNAVAILABLE
                : new Outcome.Unknown(
                        "Redis did not answer: " + cause.getClass().getSimpleName());
    }

    private static boolean neverSent(Throwable failure) {
        if (failure instanceof RedisNodeNotFoundException
                // its subclass is the one for a lost reply
                || failure.getClass() == RedisTimeoutException.class) {
            return true;
        }
        return !isAmong(failure, WriteRedisConnectionException.class) && isNoConnection(failure);
    }

    /** Whether it is that no connection was had. */
    static boolean isNoConnection(Throwable failure) {
        return isAmong(failure, RedisConnectionException.class)
                || isAmong(failure, ConnectException.class)
                || isAmong(failure, NoRouteToHostException.class)
                || isAmong(failure, UnknownHostException.class)
                || isAmong(failure, UnresolvedAddressException.class);
    }

    /** Looks the causes through: Redisson wraps why it had no connection, in more ways than one. */
    private static boolean isAmong(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean refused(Throwable cause) {
        return cause instanceof RedisRetryException
                || cause instanceof RedisReadonlyException
                || cause instanceof RedisOutOfMemoryException
                || cause instanceof RedisAuthRequiredException
                || cause instanceof RedisWrongPasswordException
                || cause instanceof RedisRedirectException
                || saysOf(cause, NO_PERMISSION)
                || saysOf(cause, "DENIED")
                || saysOf(cause, "MISCONF")
                || saysOf(cause, "EXECABORT");
    }

    private static boolean saysOf(Throwable cause, String code) {
        return cause instanceof RedisException
                && cause.getMessage() != null
                && cause.getMessage().startsWith(code);
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Waits for the store, where blocking is the contract. */
    static <T> T await(String doing, Sale sale, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw storeException(doing, sale, unwrap(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            throw storeException(doing, sale, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw storeException(doing, sale, e);
        }
    }

    static StoreException storeException(String doing, Sale sale, Throwable cause) {
        return new StoreException(
                saysOf(cause, NO_PERMISSION)
                        ? "the Redis user may not do what " + doing + " sale " + sale.id()
                                + " needs: scripts, and the commands in them, on keys that begin with {" + sale.id()
                                + "}"
                        : "Redis failed while " + doing + " sale " + sale.id() + ": "
                                + cause.getClass().getSimpleName(),
                cause);
    }

    static StoreException isOnAlready(Sale sale) {
        return new StoreException("sale " + sale.id() + " is on already");
    }

    static StoreException noSuchSale(Sale sale) {
        return new StoreException("Redis holds no sale " + sale.id() + " of " + sale.capacity() + " tickets, "
                + sale.model().id());
    }
}
