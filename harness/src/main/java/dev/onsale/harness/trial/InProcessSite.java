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
import java.io.IOException;
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
        for (int i = 0; i < workers; i++) {
            offices.add(new TicketOffice(
                    sale, strategy.join(sale, stores.get(i).stores(redis)), "w" + (i + 1), ServedSale.QUEUE_LIMIT));
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
        public Map<String, Map<String, Long>> close() throws IOException {
            serviceTimes.forEach(ServiceTime::close);
            Map<String, Map<String, Long>> counters = new TreeMap<>();
            for (int i = 0; i < offices.size(); i++) {
                TicketOffice office = offices.get(i);
                office.close();
                try {
                    office.drain().toCompletableFuture().get(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted while an office finished its work", e);
                } catch (ExecutionException | TimeoutException e) {
                    throw new IOException("an office did not finish its work within 30 s", e);
                }
                TicketOffice.Counters done = office.counters();
                counters.put(
                        "w" + (i + 1),
                        Map.of(
                                "decisions", done.decisions(),
                                "replays", done.replays(),
                                "batches", done.batches(),
                                "busy", done.busy()));
            }
            return counters;
        }
    }
}
