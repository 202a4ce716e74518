package dev.onsale.harness.limit;

import dev.onsale.harness.limit.floor.Shop;
import dev.onsale.harness.limit.floor.Stock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Customers of a naive shop, each on a thread of its own. What they were sold is compared with what the store says. */
final class FloorWork implements Work {
    private final Stock stock;
    private final Shop shop;
    private final List<Shop.Customer> customers = new ArrayList<>();
    private final ExecutorService threads;

    FloorWork(Stock stock, Shop shop, int customers) throws IOException {
        this.stock = stock;
        this.shop = shop;
        this.threads = Executors.newFixedThreadPool(customers, task -> {
            Thread thread = new Thread(task, "limits-customer");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < customers; i++) {
            this.customers.add(shop.customer());
        }
    }

    @Override
    public void prepare() {
        stock.open();
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        AtomicLong requests = new AtomicLong();
        List<Callable<Histogram>> tasks = new ArrayList<>();
        long begin = System.nanoTime();
        for (Shop.Customer customer : customers) {
            tasks.add(() -> buy(customer, requests, begin + length.toNanos()));
        }
        Histogram all = new Histogram(3);
        for (Future<Histogram> bought : threads.invokeAll(tasks)) {
            all.add(result(bought));
        }
        return Done.within(System.nanoTime() - begin, all);
    }

    private static Histogram buy(Shop.Customer customer, AtomicLong requests, long untilNanos) throws IOException {
        Histogram latency = new Histogram(3);
        long asked = System.nanoTime();
        while (asked - untilNanos < 0) {
            long request = requests.incrementAndGet();
            if (customer.buy("user" + request, "r" + request) == 0) {
                throw new IOException("a naive shop is sold out that has enough for everybody");
            }
            long answered = System.nanoTime();
            latency.recordValue(answered - asked);
            asked = answered;
        }
        return latency;
    }

    private static Histogram result(Future<Histogram> bought) throws IOException, InterruptedException {
        try {
            return bought.get();
        } catch (ExecutionException e) {
            throw new IOException("a naive shop failed: " + e.getCause(), e);
        }
    }

    @Override
    public void settle(Done done) throws IOException {
        long sold = stock.sold();
        stock.close();
        if (sold != done.operations()) {
            throw new IOException(
                    "a naive shop is wrong: it told " + done.operations() + " buyers SOLD, and sold " + sold);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Shop.Customer customer : customers) {
            customer.close();
        }
        shop.close();
        stock.close();
    }
}
