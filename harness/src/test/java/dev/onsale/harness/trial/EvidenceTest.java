package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Inventory;
import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import dev.onsale.core.StoreException;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store in trouble, or a defect, leaves of a trial's evidence. */
final class EvidenceTest {
    private static final Load LOAD = Load.once(8, 1);

    @TempDir
    private Path runs;

    /** Audits fail as often as this says, and each that does takes five seconds of the clock. */
    private int failingAudits;

    private int failingDrops;
    private boolean broken;
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> dropped = new ArrayList<>();
    private RunDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = RunDirectory.create(runs, "evidence", Clock.systemUTC(), warning -> {});
    }

    @Test
    void anAuditIsTriedAgain() throws Exception {
        failingAudits = 2;
        try (Trial trial = trial()) {
            assertThat(run(trial, "t").verdict().name()).isEqualTo("VALID");
            assertThat(directory.history("t").orElseThrow().ledger()).isPresent();
        }
    }

    @Test
    void withoutAnAuditHistoryAndVerdictReachTheDisk() throws Exception {
        failingAudits = Integer.MAX_VALUE;
        try (Trial trial = trial()) {
            TrialResult result = run(trial, "t");
            assertThat(result).isInstanceOf(TrialResult.Measured.class);
            Evidence evidence = directory.history("t").orElseThrow();
            assertThat(evidence.ledger()).isEmpty();
            assertThat(evidence.history().attempts()).isEqualTo(100);
            assertThat(directory.rows()).extracting(TrialRow::result).hasSize(1);
        }
    }

    @Test
    void aDefectIsTheTrialsOwnFailureAndTheNextOneGoesOn() throws Exception {
        try (Trial trial = trial()) {
            broken = true;
            TrialResult failed = run(trial, "t1");
            assertThat(failed).isInstanceOf(TrialResult.Failed.class);
            assertThat(((TrialResult.Failed) failed).reason()).contains("IllegalStateException: boom");
            broken = false;
            assertThat(run(trial, "t2").verdict().name()).isEqualTo("VALID");
        }
    }

    @Test
    void aSaleThatTheStoreDidNotRemoveIsRemovedBeforeTheNextTrial() throws Exception {
        try (Trial trial = trial()) {
            failingDrops = 1;
            run(trial, "t1");
            assertThat(dropped).isEmpty();
            run(trial, "t2");
            assertThat(dropped).containsExactly("evidence-t1-1", "evidence-t2-1");
        }
    }

    @Test
    void aSaleThatTheStoreDidNotRemoveIsRemovedAtTheEnd() throws Exception {
        try (Trial trial = trial()) {
            failingDrops = 1;
            run(trial, "t1");
        }
        assertThat(dropped).containsExactly("evidence-t1-1");
    }

    private Trial trial() {
        return new Trial(Stores.none(), nanos::incrementAndGet, new CpuMeter(Map::of));
    }

    private TrialResult run(Trial trial, String id) throws IOException, InterruptedException {
        Workload workload = new WorkloadGenerator(Shape.OVERSUBSCRIBED, 100, 50, 1).generate();
        Settings settings = new Settings(50, LOAD, "own", "classic", 1, Duration.ofSeconds(10), 0, 1, 1);
        try (InProcessSite site = new InProcessSite("")) {
            TrialRunner runner = new TrialRunner(
                    trial,
                    Map.of(Architecture.IN_PROCESS, site),
                    settings,
                    new TrialRunner.Servers("", "", ""),
                    "evidence-" + id);
            TrialSpec spec = new TrialSpec(
                    id, Architecture.IN_PROCESS, new Troubled(), 1, 1, workload, 0, settings.capacity(), LOAD);
            return runner.run(spec, directory, new Silent()).result();
        }
    }

    /** The reference, on a store in trouble. */
    private final class Troubled implements ConsistencyStrategy {
        private final ConsistencyStrategy memory = Strategies.named("memory");

        @Override
        public String id() {
            return memory.id();
        }

        @Override
        public String summary() {
            return memory.summary();
        }

        @Override
        public Set<Guarantee> guarantees(Situation situation) {
            return memory.guarantees(situation);
        }

        @Override
        public StoreKind store() {
            return memory.store();
        }

        @Override
        public void create(Sale sale, Stores stores) {
            if (broken) {
                throw new IllegalStateException("boom");
            }
            memory.create(sale, stores);
        }

        @Override
        public Inventory join(Sale sale, Stores stores) {
            return memory.join(sale, stores);
        }

        @Override
        public Ledger audit(Sale sale, Stores stores) {
            if (failingAudits-- > 0) {
                nanos.addAndGet(Duration.ofSeconds(5).toNanos());
                throw new StoreException("away");
            }
            return memory.audit(sale, stores);
        }

        @Override
        public void drop(Sale sale, Stores stores) {
            if (failingDrops-- > 0) {
                throw new StoreException("away");
            }
            memory.drop(sale, stores);
            dropped.add(sale.id());
        }
    }

    private static final class Silent implements TrialObserver {
        @Override
        public void preparing(String what) {}

        @Override
        public void started(TrialSpec trial, int number, int of) {}

        @Override
        public void progress(LoadGenerator.Progress progress, long elapsedNanos) {}

        @Override
        public void finished(TrialRow row) {}
    }
}
