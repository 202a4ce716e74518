package dev.onsale.harness.trial;

import dev.onsale.core.Answer;
import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.TicketOffice;
import dev.onsale.core.TicketService;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.harness.fleet.ServedSale;
import dev.onsale.harness.fleet.ServiceTime;
import dev.onsale.harness.fleet.WorkerResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Offices in the clients' own process, each with a store client of its own, taken in turn. */
final class InProcessSite implements Site {
    /** For all offices together; a store's client gives up long before. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String redis;
    private final List<StoreConnections> stores = new ArrayList<>();

    /** @param redis the store's address; empty when no strategy needs it */
    InProcessSite(String redis) {
        this.redis = redis;
    }

    @Override
    public Opening open(ConsistencyStrategy strategy, Sale sale, int workers, double serviceMillis, int connections)
            throws IOException {
        while (stores.size() < workers) {
            stores.add(new StoreConnections());
        }
        List<TicketOffice> offices = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                offices.add(new TicketOffice(
                        sale, strategy.join(sale, stores.get(i).stores(redis)), "w" + (i + 1), ServedSale.QUEUE_LIMIT));
            }
        } catch (IOException | RuntimeException e) {
            offices.forEach(TicketOffice::close);
            throw e;
        }
        return new Offices(offices, serviceMillis);
    }

    @Override
    public void close() {
        stores.forEach(StoreConnections::close);
    }

    private static final class Offices implements Opening, TicketService {
        private final List<TicketOffice> offices;
        private final List<ServiceTime> serviceTimes;
        private final List<? extends TicketService> services;
        private final AtomicInteger turn = new AtomicInteger();

        Offices(List<TicketOffice> offices, double serviceMillis) {
            this.offices = offices;
            this.serviceTimes = serviceMillis == 0
                    ? List.of()
                    : offices.stream()
                            .map(office -> new ServiceTime(office, serviceMillis))
                            .toList();
            this.services = serviceTimes.isEmpty() ? offices : serviceTimes;
        }

        @Override
        public TicketService service() {
            return services.size() == 1 ? services.get(0) : this;
        }

        @Override
        public TicketService twin() {
            return service();
        }

        @Override
        public CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
            return services.get(Math.floorMod(turn.getAndIncrement(), services.size()))
                    .buy(purchases);
        }

        @Override
        public ClosingReport close() {
            serviceTimes.forEach(ServiceTime::close);
            offices.forEach(TicketOffice::close);
            long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
            Map<String, WorkerResult> results = new TreeMap<>();
            for (int i = 0; i < offices.size(); i++) {
                results.put("w" + (i + 1), closed(offices.get(i), deadlineNanos - System.nanoTime()));
            }
            return new ClosingReport(results, Map.of(), Map.of());
        }

        private static WorkerResult closed(TicketOffice office, long patienceNanos) {
            try {
                office.drain().toCompletableFuture().get(patienceNanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new WorkerResult.Lost("interrupted while it finished its work");
            } catch (ExecutionException | TimeoutException e) {
                return new WorkerResult.Lost("it did not finish its work within " + PATIENCE.toSeconds() + " s");
            }
            TicketOffice.Counters done = office.counters();
            return new WorkerResult.Closed(Map.of(
                    "decisions", done.decisions(),
                    "replays", done.replays(),
                    "batches", done.batches(),
                    "busy", done.busy()));
        }
    }
}
