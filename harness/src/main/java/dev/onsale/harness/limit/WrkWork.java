package dev.onsale.harness.limit;

import dev.onsale.core.Sale;
import dev.onsale.core.Strategies;
import dev.onsale.harness.trial.PublicSale;
import dev.onsale.harness.trial.Stage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What wrk reaches at a server. */
final class WrkWork implements Work {
    /** A JVM that nobody has asked yet takes its time. */
    private static final int WARM_UP = 10;

    /** What is served while wrk runs. */
    private interface Server extends AutoCloseable {
        URI open() throws IOException;

        /** @throws IOException what is there afterwards does not agree with what wrk saw */
        void check(long answers) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Wrk wrk;
    private final Server server;
    private URI address = URI.create("xmlrpc:/");

    private WrkWork(Wrk wrk, Server server) {
        this.wrk = wrk;
        this.server = server;
    }

    /** At a server that always gives the same answer. */
    static Work fixed(Wrk wrk, URI at, AutoCloseable owner) {
        return new WrkWork(wrk, new Server() {
            @Override
            public URI open() {
                return at;
            }

            @Override
            public void check(long answers) {
                // the same answer to everybody
            }

            @Override
            public void close() throws IOException {
                try {
                    owner.close();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        });
    }

    /** At a worker of ours, which sells by {@code lua} and never sells out. */
    static Work sale(Wrk wrk, Stage stage, String balancer) {
        return new WrkWork(wrk, new Server() {
            private @Nullable PublicSale sale;

            @Override
            public URI open() throws IOException {
                close();
                PublicSale opened = stage.openToAll(balancer, Strategies.named("lua"), Sale.MAX_CAPACITY);
                sale = opened;
                return opened.address();
            }

            @Override
            public void check(long answers) throws IOException {
                if (sale != null) {
                    compare(answers, sale.end());
                    close();
                }
            }

            @Override
            public void close() throws IOException {
                PublicSale ending = sale;
                sale = null;
                if (ending != null) {
                    ending.close();
                }
            }
        });
    }

    /** Each answer is a sale; a sale without an answer is one that was under way on a connection when wrk ended. */
    static void compare(long answers, long sold) throws IOException {
        if (sold < answers || sold > answers + Wrk.CONNECTIONS) {
            throw new IOException("wrk was answered " + answers + " times with 200, and the store says that " + sold
                    + " tickets were sold: must be as many, and at most " + Wrk.CONNECTIONS + " more");
        }
    }

    @Override
    public Duration warmUp(Duration length) {
        return length.multipliedBy(WARM_UP);
    }

    @Override
    public void prepare() throws IOException {
        address = server.open();
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        WrkSummary summary = wrk.run(address, length);
        return new Done(summary.requests(), summary.requestsPerSecond(), summary.p50Micros(), summary.p99Micros());
    }

    @Override
    public void settle(Done done) throws IOException {
        server.check(done.operations());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
