package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import dev.onsale.core.StoreKind;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.WorkerCounters;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.process.Leaving;
import dev.onsale.record.Cost;
import dev.onsale.record.Figures;
import dev.onsale.record.Further;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import dev.onsale.record.TrialSetup;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs trials, judges what they left, and records it. One at a time. */
final class TrialRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);

    private final Trial trial;
    private final Map<Architecture, Site> sites;
    private final Settings settings;
    private final Servers servers;
    private final String salePrefix;
    private final AtomicInteger sales = new AtomicInteger();

    /**
     * The servers as they are named in results.
     *
     * @param durability of a store that the harness runs itself; else empty
     */
    record Servers(String store, String broker, String durability) {}

    /** @param salePrefix begins the id of every sale, and is new in every run */
    TrialRunner(Trial trial, Map<Architecture, Site> sites, Settings settings, Servers servers, String salePrefix) {
        this.trial = trial;
        this.sites = Map.copyOf(sites);
        this.settings = settings;
        this.servers = servers;
        this.salePrefix = salePrefix;
    }

    /**
     * Sells a workload whose result nobody asks for, with as many in flight and as many in a call, so that what comes next meets compiled
     * code and open connections.
     */
    void warmUp(
            Architecture architecture,
            ConsistencyStrategy strategy,
            int workers,
            WorkloadGenerator workload,
            Load like,
            TrialObserver observer)
            throws IOException, InterruptedException {
        Sale sale = nextSale(workload.shape().model(), workload.capacity());
        Load load = Load.once(like.concurrency(), like.batch());
        trial.run(site(architecture), strategy, workers, 0, sale, workload.generate(), load, observer);
    }

    /**
     * Runs the trial and records it, whatever comes of it.
     *
     * @throws IOException it could not be recorded
     */
    TrialRow run(TrialSpec spec, RunDirectory directory, TrialObserver observer)
            throws IOException, InterruptedException {
        TrialResult result;
        try {
            result = judged(spec, directory, observer);
        } catch (IOException | RuntimeException e) {
            if (Leaving.isAsked()) {
                throw new InterruptedException(oneLine(e));
            }
            LOG.debug("trial {} failed", spec.id(), e);
            result = new TrialResult.Failed(oneLine(e));
        }
        TrialRow row = new TrialRow(setup(spec), result);
        directory.append(row);
        return row;
    }

    private TrialResult judged(TrialSpec spec, RunDirectory directory, TrialObserver observer)
            throws IOException, InterruptedException {
        Sale sale = nextSale(spec.workload().model(), spec.capacity());
        Trial.Sold sold = trial.run(
                site(spec.architecture()),
                spec.strategy(),
                spec.workers(),
                spec.serviceMillis(),
                sale,
                spec.workload(),
                spec.load(),
                observer);
        Set<Guarantee> declared =
                spec.strategy().guarantees(sold.circumstances().situation(sold.history()));
        Evidence evidence = new Evidence(
                sale,
                sold.history(),
                declared,
                sold.ledger(),
                workers(sold.counters()),
                sold.circumstances(),
                OptionalInt.of(underWay(spec.load())));
        Summary summary = Summary.of(sold.history(), spec.load(), sold.lateNanos());
        directory.writeLatency(spec.id(), summary.latency());
        directory.writeHistory(spec.id(), evidence);
        Judgement judgement = Judgement.of(evidence);
        Report report = judgement.report();
        return new TrialResult.Measured(
                figures(report, summary),
                report.verdict(),
                report.observed().name(),
                judgement.detail(),
                judgement.proof(),
                cost(spec, sold.cpuTime(), report.counts().operations()),
                judgement.incidents());
    }

    /** Attempts under way at a time, at the most. */
    private static int underWay(Load load) {
        int each = load.duplicates() > 0 ? 2 : 1;
        return Math.multiplyExact(each, Math.max(load.concurrency(), load.batch()));
    }

    private static Map<String, WorkerCounters> workers(Map<String, Map<String, Long>> counters) {
        Map<String, WorkerCounters> workers = new TreeMap<>();
        counters.forEach((name, count) -> {
            if (count.containsKey("decisions")) {
                workers.put(
                        name,
                        new WorkerCounters(count.getOrDefault("decisions", 0L), count.getOrDefault("replays", 0L)));
            }
        });
        return workers;
    }

    private static Cost cost(TrialSpec spec, Map<CpuMeter.Part, Duration> cpuTime, long operations) {
        boolean remote = spec.architecture() != Architecture.IN_PROCESS;
        boolean direct = spec.architecture() == Architecture.DIRECT;
        boolean indirect = spec.architecture() == Architecture.INDIRECT;
        boolean store = spec.strategy().store() != StoreKind.MEMORY;
        return new Cost(
                micros(true, cpuTime.get(CpuMeter.Part.CLIENT), operations),
                micros(direct, cpuTime.get(CpuMeter.Part.BALANCER), operations),
                micros(remote, cpuTime.get(CpuMeter.Part.WORKER), operations),
                micros(indirect, cpuTime.get(CpuMeter.Part.BROKER), operations),
                micros(store, cpuTime.get(CpuMeter.Part.STORE), operations));
    }

    /** Of a part that the trial has and this program started. */
    private static OptionalDouble micros(boolean has, @Nullable Duration cpuTime, long operations) {
        return has && cpuTime != null && operations > 0
                ? OptionalDouble.of(cpuTime.toNanos() / 1e3 / operations)
                : OptionalDouble.empty();
    }

    private static Figures figures(Report report, Summary summary) {
        long decided = (long) report.counts().sold() + report.counts().rejected();
        return new Figures(
                report.counts().operations(),
                report.counts().sold(),
                report.counts().rejected(),
                report.counts().notExecuted(),
                report.counts().unknown(),
                summary.elapsedSeconds(),
                summary.elapsedNanos() == 0 ? 0 : decided / summary.elapsedSeconds(),
                summary.latencyMillis(50),
                summary.latencyMillis(95),
                summary.latencyMillis(99),
                summary.latencyMillis(99.9),
                summary.maxMillis());
    }

    private TrialSetup setup(TrialSpec spec) {
        boolean direct = spec.architecture() == Architecture.DIRECT;
        boolean indirect = spec.architecture() == Architecture.INDIRECT;
        return new TrialSetup(
                spec.id(),
                spec.architecture().id(),
                spec.workload().model().id(),
                spec.strategy().id(),
                spec.workers(),
                spec.repeat(),
                direct ? settings.balancer() : "",
                indirect ? settings.queue() : "",
                indirect ? servers.broker() : "",
                switch (spec.strategy().store()) {
                    case MEMORY -> "memory";
                    case REDIS, SQL -> servers.store();
                },
                servers.durability(),
                spec.workload().name(),
                spec.load().concurrency(),
                spec.load().batch(),
                indirect ? OptionalInt.of(settings.prefetch()) : OptionalInt.empty(),
                new Further(
                        OptionalDouble.of(spec.serviceMillis()),
                        OptionalDouble.of(spec.load().rate()),
                        OptionalDouble.of(spec.load().duplicates()),
                        OptionalInt.of(spec.load().retries())));
    }

    private Site site(Architecture architecture) {
        Site site = sites.get(architecture);
        if (site == null) {
            throw new IllegalStateException("no site was made for " + architecture.id());
        }
        return site;
    }

    private Sale nextSale(Model model, int capacity) {
        return new Sale(salePrefix + "-" + sales.incrementAndGet(), model, capacity);
    }

    private static String oneLine(Exception e) {
        boolean ours = e instanceof RuntimeException && !(e instanceof StoreException);
        String message = ours || e.getMessage() == null ? e.toString() : e.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
