package dev.onsale.xmlrpc;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import dev.onsale.xmlrpc.Part.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers XML-RPC calls: methods that are answered at once, and purchases, which a service decides in its own time. */
final class XmlRpcServer implements HttpServer.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(XmlRpcServer.class);

    /** A request does not wait for the answers to more than so many purchases of others. */
    private static final int MOST_GATHERED = 128;

    private final EventLoop loop;
    private final CallReader reader;
    private final TicketService service;
    private final int inFlightLimit;

    // Of the event loop.

    /** Purchases that came together, and leave together. */
    private List<Purchases> gathered = new ArrayList<>();

    private int gatheredSize;
    private int inFlight;
    private boolean complained;

    private final LongAdder calls = new LongAdder();
    private final LongAdder purchased = new LongAdder();
    private final LongAdder faults = new LongAdder();

    XmlRpcServer(EventLoop loop, MethodTable methods, TicketService service, Limits limits) {
        this.loop = loop;
        this.reader = new CallReader(methods, limits.depth());
        this.service = service;
        this.inFlightLimit = limits.inFlight();
    }

    /** For methods that none needs a service for. */
    static TicketService noService() {
        return purchases -> {
            throw new IllegalStateException("no method here buys");
        };
    }

    /** Calls (those within a multicall, too), purchases handed to the service, requests answered by a fault. Any thread. */
    Map<String, Long> counters() {
        return Map.of("calls", calls.sum(), "purchases", purchased.sum(), "faults", faults.sum());
    }

    @Override
    public void handle(ByteBuf body, Reply reply) {
        Call call;
        try {
            call = reader.read(body);
        } finally {
            body.release();
        }
        calls.add(call.parts().size());
        List<Purchase> purchases = call.purchases();
        if (purchases.isEmpty()) {
            answer(call, List.of(), reply);
        } else if (purchases.size() > inFlightLimit - inFlight) {
            answer(
                    Call.single(new Fault(
                            Fault.OVER_A_LIMIT, "at most " + inFlightLimit + " purchases at a time; try again")),
                    List.of(),
                    reply);
        } else {
            inFlight += purchases.size();
            purchased.add(purchases.size());
            gather(new Purchases(purchases, call, reply));
        }
    }

    /** The purchases of one request. */
    private record Purchases(List<Purchase> list, Call call, Reply reply) {}

    /** What arrives in one turn of the loop is one call of the service, so that a store is asked once and not for each. */
    private void gather(Purchases more) {
        if (gatheredSize + more.list().size() > MOST_GATHERED) {
            buyGathered();
        }
        gathered.add(more);
        gatheredSize += more.list().size();
        if (gathered.size() == 1) {
            loop.execute(this::buyGathered);
        }
    }

    private void buyGathered() {
        if (gathered.isEmpty()) {
            return; // there were so many that they are gone already
        }
        List<Purchases> requests = gathered;
        int size = gatheredSize;
        gathered = new ArrayList<>();
        gatheredSize = 0;
        List<Purchase> all = new ArrayList<>(size);
        requests.forEach(request -> all.addAll(request.list()));
        buy(all).whenComplete((answers, failure) -> onLoop(() -> {
            inFlight -= size;
            answer(requests, checked(size, answers, failure));
        }));
    }

    private void answer(List<Purchases> requests, List<Answer> answers) {
        int from = 0;
        for (Purchases request : requests) {
            int to = from + request.list().size();
            answer(request.call(), answers.subList(from, to), request.reply());
            from = to;
        }
    }

    private CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
        try {
            return service.buy(purchases);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a purchase was answered after its server had closed");
        }
    }

    /** A service must answer each purchase; what it does not answer may have been sold. */
    private List<Answer> checked(int purchases, @Nullable List<Answer> answers, @Nullable Throwable failure) {
        if (answers != null && answers.size() == purchases) {
            return answers;
        }
        complain((answers == null ? "no" : answers.size()) + " answers to " + purchases + " purchases", failure);
        return Collections.nCopies(purchases, Answer.unattended(new Outcome.Unknown("the service failed")));
    }

    /** Once, as a broken service would fill the log. */
    private void complain(String what, @Nullable Throwable failure) {
        if (!complained) {
            complained = true;
            LOG.error("the service broke its promise: {} (said once)", what, failure);
        }
    }

    private void answer(Call call, List<Answer> answers, Reply reply) {
        ByteBuf out = ByteBufAllocator.DEFAULT.heapBuffer(512);
        try {
            AnswerWriter.write(call, answers, out);
        } catch (RuntimeException e) { // a null among the answers, say
            complain("its answers cannot be written", e);
            AnswerWriter.write(Call.single(Fault.OUTCOME_UNKNOWN), List.of(), out.clear());
        }
        if (!call.multi() && call.parts().get(0) instanceof Fault) {
            faults.increment();
        }
        reply.xml(out);
    }
}
