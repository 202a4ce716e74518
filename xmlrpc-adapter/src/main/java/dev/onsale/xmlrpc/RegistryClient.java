package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls to a registry, one at a time over one connection, so that they arrive in the order in which they were made. Thread-safe. */
final class RegistryClient {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Address registry;
    private final HttpPool pool;
    private final Deadlines deadlines;
    private final AnswerReader reader = new AnswerReader();

    RegistryClient(EventLoop loop, Address registry) {
        this.loop = loop;
        this.registry = registry;
        this.pool = new HttpPool(loop, registry, 1, 16, 1 << 20);
        this.deadlines = new Deadlines(loop, DEADLINE);
    }

    CompletableFuture<Object> register(Address server, Duration lease) {
        return call(Registry.REGISTER, server.toString(), (int) lease.toMillis());
    }

    CompletableFuture<Object> deregister(Address server) {
        return call(Registry.DEREGISTER, server.toString());
    }

    CompletableFuture<List<Address>> list() {
        return call(Registry.LIST).thenApply(result -> {
            List<Address> servers = new ArrayList<>();
            for (Object server : (Object[]) result) {
                servers.add(Address.parse((String) server));
            }
            return servers;
        });
    }

    /** The method's result; fails with an {@link IOException} that says what was wrong. */
    CompletableFuture<Object> call(String method, Object... params) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        ByteBuf body = ByteBufAllocator.DEFAULT.heapBuffer();
        CallWriter.write(method, params, body);
        Exchange exchange = new Exchange("POST", body, this) {
            @Override
            @Nullable
            HttpPool next(int failedTries) {
                return failedTries == 0 ? pool : null;
            }

            @Override
            void answered(int status, ByteBuf response) {
                if (status != 200) {
                    fail("HTTP status " + status);
                } else if (reader.result(response) instanceof Part.Value value) {
                    result.complete(value.value());
                } else {
                    fail(reader.result(response).toString());
                }
            }

            @Override
            void notSent(NotExecuted reason, String cause) {
                fail(cause);
            }

            @Override
            void lost(String cause) {
                fail(cause);
            }

            private void fail(String cause) {
                result.completeExceptionally(
                        new IOException(method + " at the registry " + registry + " failed: " + cause));
            }
        };
        try {
            loop.execute(() -> exchange.start(deadlines));
        } catch (RejectedExecutionException e) {
            exchange.endUnsent(NotExecuted.UNAVAILABLE, "closed");
        }
        return result;
    }

    /**
     * Waits for a call's result, for as long as a call can take.
     *
     * @throws IOException as the call says
     */
    static <T> T await(CompletableFuture<T> call) throws IOException {
        try {
            return call.get(2 * DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the registry", e);
        } catch (TimeoutException e) {
            throw new IOException("the registry did not answer", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : e.getCause();
            throw new IOException(cause == null ? "the registry failed" : cause.getMessage(), cause);
        }
    }

    void close() {
        Loops.run(loop, pool::close);
    }
}
