package dev.onsale.harness.fleet;

import dev.onsale.core.StoreException;
import dev.onsale.core.Strategies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A worker process of a fleet: carries out what it is told on its standard input, one sale at a time, and ends with that input. */
public final class WorkerLoop implements AutoCloseable {
    private final String name;
    private final Workplace place;
    private @Nullable ServedSale serving;
    private long cpuNanosAtOpen;

    /** @param name the name that this worker's answers carry */
    public WorkerLoop(String name) {
        this.name = name;
        this.place = new Workplace(name);
    }

    /** Returns when the input ends. */
    public void run(BufferedReader orders, PrintStream replies) throws IOException {
        replies.println("ready " + name);
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            replies.println(Control.line(reply(line)));
            replies.flush();
        }
    }

    private Control.Reply reply(String line) {
        try {
            Control.Order order = Control.parse(line, Control.Order.class);
            if (order.open() != null) {
                return new Control.Reply(open(order.open()), null, null);
            }
            return new Control.Reply(null, closeSale(), null);
        } catch (IOException | StoreException | IllegalArgumentException e) {
            return new Control.Reply(null, null, new Control.Failed(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return new Control.Reply(null, null, new Control.Failed(e.toString()));
        }
    }

    private Control.Opened open(Control.Open order) throws IOException {
        if (serving != null) {
            throw new IllegalArgumentException("worker " + name + " is serving a sale already");
        }
        cpuNanosAtOpen = cpuNanos();
        serving = ServedSale.open(
                place,
                Strategies.named(order.strategy()),
                order.asSale(),
                place.stores(order.redis()),
                order.serve(),
                order.serviceMillis());
        return new Control.Opened(serving.uri());
    }

    private Control.Closed closeSale() {
        ServedSale served = serving;
        serving = null;
        if (served == null) {
            return new Control.Closed(Map.of());
        }
        served.close();
        Map<String, Long> counters = new TreeMap<>(served.counters());
        counters.put("cpu_us", (cpuNanos() - cpuNanosAtOpen) / 1_000);
        return new Control.Closed(counters);
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getProcessCpuTime()
                : 0;
    }

    @Override
    public void close() {
        closeSale();
        place.close();
    }
}
