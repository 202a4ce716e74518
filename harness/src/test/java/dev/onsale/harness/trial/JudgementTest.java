package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Circumstances;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Recorder;
import dev.onsale.core.history.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JudgementTest {
    private static final Sale SALE = new Sale("s", Model.UNNUMBERED, 3);
    private static final Answer FIRST = new Answer(new Outcome.Sold(1), "w1", false);
    private static final Answer SECOND = new Answer(new Outcome.Sold(2), "w1", false);

    private final Recorder recorder = new Recorder(List.of(Purchase.any("a", "a"), Purchase.any("b", "b")), 9);

    @Test
    void ticketsSoldTwiceAreNamedThoughNothingIsPromised() {
        sent(0, FIRST);
        sent(1, FIRST);
        Judgement judgement = Judgement.of(evidence(Set.of(), 2, 0));
        assertThat(judgement.report().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judgement.detail())
                .startsWith("DUP_NUMBER: Ticket 1 was sold twice: a (client a, worker w1) was told SOLD ticket 1")
                .endsWith("Nothing is promised for what the trial went through; else it would be INVALID.");
    }

    @Test
    void whatALevelToleratesIsNamedToo() {
        sent(0, FIRST);
        sent(0, SECOND);
        sent(1, new Answer(new Outcome.Sold(3), "w1", false));
        Judgement judgement = Judgement.of(evidence(Set.of(Guarantee.NO_OVERSELL), 3, 0));
        assertThat(judgement.report().verdict()).isEqualTo(Verdict.VALID);
        assertThat(judgement.detail()).startsWith("IDEMPOTENCY: a (client a, worker w1) was told SOLD ticket 1");
        assertThat(judgement.incidents().situation()).hasValue("REPEATED");
        assertThat(judgement.proof().retriesAgree()).hasValue("no");
    }

    @Test
    void notesAreShownOfAValidTrialAndWhatTheBrokerDidIsRecorded() {
        sent(0, FIRST);
        sent(1, SECOND);
        Judgement judgement = Judgement.of(evidence(Set.of(Guarantee.LINEARIZABLE), 2, 4));
        assertThat(judgement.report().verdict()).isEqualTo(Verdict.VALID);
        assertThat(judgement.detail()).isEqualTo("4 messages delivered more than once.");
        assertThat(judgement.incidents().situation()).hasValue("FAULTS");
        assertThat(judgement.incidents().redeliveries()).hasValue(4);
        assertThat(judgement.incidents().lostWorkers()).hasValue(0);
        assertThat(judgement.incidents().leftInQueue()).isEmpty();
    }

    private void sent(int purchase, Answer answer) {
        recorder.answered(recorder.invoked(purchase, 0), 10_000, answer);
    }

    private Evidence evidence(Set<Guarantee> declared, int counted, long redeliveries) {
        OptionalLong none = OptionalLong.empty();
        return Evidence.of(SALE, recorder.history(), declared)
                .with(new Ledger.Counted(counted))
                .with(new Circumstances(Set.of(), OptionalLong.of(redeliveries), none, none, none, Optional.empty()));
    }
}
