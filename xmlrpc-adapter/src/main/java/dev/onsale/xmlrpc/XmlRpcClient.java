package dev.onsale.xmlrpc;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.NotExecuted;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Buys over XML-RPC: one purchase as a call, several as {@code system.multicall}s of at most {@value Limits#MULTICALL}. Thread-safe. */
final class XmlRpcClient implements TicketClient {
    private final EventLoop loop;
    private final Servers servers;
    private final Deadlines deadlines;
    private final AnswerReader reader = new AnswerReader();
    private volatile boolean closed;

    /** Takes loop and servers over. */
    XmlRpcClient(EventLoop loop, Servers servers, ClientOptions options) {
        this.loop = loop;
        this.servers = servers;
        this.deadlines = new Deadlines(loop, options.deadline());
    }

    @Override
    public CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
        if (purchases.size() <= Limits.MULTICALL) {
            return purchases.isEmpty() ? CompletableFuture.completedFuture(List.of()) : request(purchases);
        }
        List<CompletableFuture<List<Answer>>> requests = new ArrayList<>();
        for (int from = 0; from < purchases.size(); from += Limits.MULTICALL) {
            requests.add(request(purchases.subList(from, Math.min(purchases.size(), from + Limits.MULTICALL))));
        }
        return CompletableFuture.allOf(requests.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> requests.stream()
                        .flatMap(request -> request.join().stream())
                        .toList());
    }

    private CompletableFuture<List<Answer>> request(List<Purchase> purchases) {
        CompletableFuture<List<Answer>> answers = new CompletableFuture<>();
        if (closed) {
            return CompletableFuture.completedFuture(all(purchases.size(), NotExecuted.UNAVAILABLE));
        }
        ByteBuf body = ByteBufAllocator.DEFAULT.heapBuffer(256 * purchases.size());
        CallWriter.write(purchases, body);
        Exchange exchange = new Request(body, purchases.size(), answers);
        try {
            loop.execute(() -> exchange.start(deadlines));
        } catch (RejectedExecutionException e) {
            exchange.endUnsent(NotExecuted.UNAVAILABLE, "closed");
        }
        return answers;
    }

    @Override
    public void close() {
        closed = true;
        Loops.run(loop, servers::close);
        Loops.stop(loop);
    }

    private static List<Answer> all(int purchases, Outcome outcome) {
        return Collections.nCopies(purchases, Answer.unattended(outcome));
    }

    private final class Request extends Exchange {
        private final int purchases;
        private final CompletableFuture<List<Answer>> answers;

        Request(ByteBuf body, int purchases, CompletableFuture<List<Answer>> answers) {
            super("POST", body, XmlRpcClient.this);
            this.purchases = purchases;
            this.answers = answers;
        }

        @Override
        @Nullable
        HttpPool next(int failedTries) {
            return servers.next(failedTries);
        }

        @Override
        void answered(int status, ByteBuf response) {
            answers.complete(status == 200 ? reader.read(response, purchases) : all(purchases, outcome(status)));
        }

        @Override
        void notSent(NotExecuted reason, String cause) {
            answers.complete(all(purchases, reason));
        }

        @Override
        void lost(String cause) {
            answers.complete(all(purchases, new Outcome.Unknown(cause)));
        }
    }

    /** Refusals of the request as such come before anything is done; 502, 504 and the like say nothing. */
    private static Outcome outcome(int status) {
        return switch (status) {
            case 400, 403, 404, 405, 411, 413, 414, 415, 417, 431 -> NotExecuted.MALFORMED;
            case 408, 503 -> NotExecuted.UNAVAILABLE;
            default -> new Outcome.Unknown("HTTP status " + status);
        };
    }
}
