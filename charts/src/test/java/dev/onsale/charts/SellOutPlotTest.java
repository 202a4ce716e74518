package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.charts.Panel.Guide;
import dev.onsale.charts.Panel.Span;
import dev.onsale.charts.Panel.Spans;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Plot.NothingToShowException;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialSetup;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the close-up of a sale's end shows, read off its data. */
class SellOutPlotTest {
    /** The first rejection, of r4, is answered at 50 µs. */
    private static final Evidence SOUND = Sales.tickets(3)
            .sold("r1", 0, 20, 1)
            .sold("r3", 30, 60, 3)
            .sold("r2", 10, 40, 2)
            .rejected("r5", 35, 70)
            .rejected("r4", 25, 50)
            .evidence();

    private static final Evidence TWICE = Sales.tickets(2)
            .sold("a", 0, 20, 1)
            .sold("b", 1, 25, 1)
            .sold("c", 5, 30, 2)
            .rejected("d", 10, 40)
            .evidence();

    private static SyntheticRun run(Function<TrialSetup, Evidence> histories) {
        return new SyntheticRun()
                .architectures("direct")
                .strategies("lua")
                .workers(2)
                .histories(setup -> Optional.of(histories.apply(setup)));
    }

    private static Sheet draw(SyntheticRun run) throws Exception {
        return new SellOutPlot().draw(run.data());
    }

    private static Panel only(Evidence evidence) throws Exception {
        Sheet sheet = draw(run(setup -> evidence));
        assertThat(sheet.panels()).hasSize(1);
        return sheet.panels().get(0);
    }

    private static List<Span> spans(Panel panel, String series) {
        return panel.layers(Spans.class).stream()
                .filter(spans -> spans.series().equals(series))
                .flatMap(spans -> spans.spans().stream())
                .toList();
    }

    @Test
    void salesInTheOrderOfTheirTicketsAndRejectionsAboveThemAreIntervalsAroundTheFirstRejection() throws Exception {
        Panel panel = only(SOUND);
        assertThat(panel.title()).isEqualTo("lua: VALID, LINEARIZABLE_ORDERED, 20 µs to spare");
        assertThat(spans(panel, "sold"))
                .containsExactly(new Span(-50, -30, 0.5), new Span(-40, -10, 1.5), new Span(-20, 10, 2.5));
        assertThat(spans(panel, "rejected")).containsExactly(new Span(-25, 0, 4.5), new Span(-15, 20, 5.5));
        assertThat(panel.layers(Spans.class)).hasSize(2);
        assertThat(panel.layers(Guide.class))
                .singleElement()
                .satisfies(guide -> assertThat(guide.from().x()).isZero());
        assertThat(panel.layers(Text.class)).extracting(Text::text).containsExactly("all 3 sold by here");
        assertThat(panel.x().title()).startsWith("µs ");
        assertThat(panel.x().min()).isLessThan(-50);
        assertThat(panel.x().max()).isGreaterThan(20);
    }

    @Test
    void longerSalesAreInMilliseconds() throws Exception {
        Panel panel = only(Sales.tickets(1)
                .sold("a", 0, 4_000, 1)
                .rejected("b", 1_000, 9_000)
                .evidence());
        assertThat(panel.x().title()).startsWith("ms ");
        assertThat(spans(panel, "sold")).containsExactly(new Span(-9, -5, 0.5));
        assertThat(panel.title()).endsWith(", 9 ms to spare");
    }

    @Test
    void aTicketSoldTwiceIsProofInBothItsSales() throws Exception {
        Sheet sheet = draw(run(setup -> TWICE));
        Panel panel = sheet.panels().get(0);
        assertThat(panel.title()).isEqualTo("lua: INVALID, BROKEN, 1 ticket twice, 1 too many");
        assertThat(spans(panel, "sold: proof of a violation"))
                .containsExactly(new Span(-40, -20, 0.5), new Span(-39, -15, 1.5), new Span(-35, -10, 2.5));
        assertThat(panel.y().ticks()).contains(new Axis.Tick(1, "1 ×2"));
        assertThat(sheet.legend()).extracting(Sheet.Entry::label).contains("sold: proof of a violation");
        assertThat(draw(run(setup -> SOUND)).legend())
                .extracting(Sheet.Entry::label)
                .noneMatch(label -> label.contains("proof"));
    }

    @Test
    void aSaleBeyondTheCapacityIsProof() throws Exception {
        Panel panel = only(Sales.tickets(1)
                .sold("a", 0, 10, 1)
                .sold("b", 5, 20, 2)
                .rejected("c", 10, 30)
                .evidence());
        assertThat(spans(panel, "sold")).containsExactly(new Span(-30, -20, 0.5));
        assertThat(spans(panel, "sold: proof of a violation")).containsExactly(new Span(-25, -10, 1.5));
        assertThat(panel.title()).endsWith(", 1 too many");
    }

    @Test
    void aSaleThatBeginsAfterTheFirstRejectionIsProofHoweverLateItIs() throws Exception {
        Sales sales = Sales.tickets(100).rejected("early", 500, 600);
        for (int i = 1; i < 100; i++) {
            sales.sold("r" + i, 5 * i, 590, i);
        }
        Panel panel = only(sales.sold("late", 5_600, 5_700, 100).evidence());
        assertThat(spans(panel, "sold: proof of a violation")).containsExactly(new Span(5, 5.1, 21.5));
        assertThat(spans(panel, "rejected: proof of a violation")).hasSize(1);
        assertThat(panel.layers(Text.class)).extracting(Text::text).containsExactly("at most 99 of 100 sold by here");
        assertThat(panel.title()).isEqualTo("lua: INVALID, SAFE_EXACT, sold 5 ms too late");
    }

    @Test
    void aSaleStoppedForOversellingBeforeAnyRejectionIsShownAroundTheFirstSaleTooMany() throws Exception {
        SyntheticRun run = run(setup -> Sales.tickets(2)
                        .sold("a", 0, 10, 1)
                        .sold("b", 5, 30, 1)
                        .sold("c", 6, 20, 2)
                        .evidence())
                .change(row -> SyntheticRun.judged(row, Verdict.INVALID, 1, 0));
        Panel panel = draw(run).panels().get(0);
        assertThat(panel.x().title()).isEqualTo("µs from the response of the first sale too many");
        assertThat(panel.layers(Text.class)).extracting(Text::text).containsExactly("more than 2 sold by here");
        assertThat(spans(panel, "sold: proof of a violation")).contains(new Span(-25, 0, 1.5));
        assertThat(panel.y().ticks()).extracting(Axis.Tick::label).doesNotContain("sold out");
    }

    @Test
    void aRetryIsNoSecondBuyerAndBeginsWithItsFirstAttempt() throws Exception {
        Panel panel = only(Sales.tickets(1)
                .lost("a", 0, 5, 20)
                .sold("a", 60, 70, 1)
                .sold("a", 80, 90, 1)
                .rejected("b", 10, 40)
                .evidence());
        assertThat(spans(panel, "sold")).containsExactly(new Span(-35, 30, 0.5));
        assertThat(panel.layers(Spans.class)).extracting(Spans::series).containsExactly("sold", "rejected");
    }

    @Test
    void ofARacyStampedeTheTicketsSoldTwiceAreSeen() throws Exception {
        Panel panel = only(SyntheticSale.unnumbered(2_000, 4, true, 3));
        List<Span> proof = spans(panel, "sold: proof of a violation");
        assertThat(proof).hasSizeGreaterThan(10);
        assertThat(panel.y().ticks()).extracting(Axis.Tick::label).anyMatch(label -> label.contains(" ×"));
        assertThat(proof.size()
                        + spans(panel, "sold").size()
                        + spans(panel, "rejected").size())
                .isBetween(30, 45);
        assertThat(panel.title()).startsWith("lua: INVALID, BROKEN, ");
        Panel sound = only(SyntheticSale.unnumbered(2_000, 4, false, 3));
        assertThat(sound.layers(Spans.class)).extracting(Spans::series).containsExactly("sold", "rejected");
        assertThat(spans(sound, "sold")).hasSize(22).allMatch(span -> span.from() <= 0);
        assertThat(spans(sound, "rejected")).hasSize(14).allMatch(span -> span.to() >= 0);
    }

    @Test
    void violationsOutOfSightAreSaidToBeElsewhere() throws Exception {
        Sales sales = Sales.tickets(40).sold("twin", 0, 1, 1);
        for (int i = 1; i <= 40; i++) {
            sales.sold("r" + i, 2 * i, 2 * i + 1, i);
        }
        Panel panel = only(sales.rejected("d", 70, 100).evidence());
        assertThat(panel.title()).contains(", 1 ticket twice elsewhere, 1 too many");
    }

    @Test
    void panelsAreOfOneSiteThatAllStrategiesHave() throws Exception {
        SyntheticRun run = run(setup -> SOUND)
                .architectures("in-process", "indirect", "direct")
                .strategies("lock", "lua", "racy")
                .workers(1, 2, 4)
                .histories(setup -> setup.strategy().equals("racy") && setup.workers() == 4
                        ? Optional.empty()
                        : Optional.of(setup.strategy().equals("racy") ? TWICE : SOUND));
        Sheet sheet = draw(run);
        assertThat(sheet.subtitle()).contains("; direct, 2 workers.");
        assertThat(sheet.panels())
                .extracting(panel -> panel.title().replaceAll(":.*", ""))
                .containsExactly("lock", "lua", "racy");
        assertThat(sheet.grid()).hasSize(2);
        Sheet queued = draw(run.architectures("in-process", "indirect"));
        assertThat(queued.subtitle()).contains("; indirect, 2 workers.");
    }

    @Test
    void ofSeveralRepeatsTheWorstIsShown() throws Exception {
        Sheet sheet = draw(run(setup -> setup.repeat() == 2 ? TWICE : SOUND)
                .repeats(3)
                .change(row -> row.setup().repeat() == 2 ? SyntheticRun.judged(row, Verdict.INVALID, 1, 0) : row));
        assertThat(sheet.panels())
                .singleElement()
                .extracting(Panel::title)
                .asString()
                .contains("INVALID");
        assertThat(sheet.subtitle()).contains("repeats");
    }

    @Test
    void withoutARejectionOrAHistoryThereIsNothingToShow() throws Exception {
        RunData enough =
                run(setup -> Sales.tickets(2).sold("a", 0, 1, 1).evidence()).data();
        assertThatThrownBy(() -> new SellOutPlot().draw(enough)).isInstanceOf(NothingToShowException.class);
        RunData unrecorded =
                run(setup -> SOUND).histories(setup -> Optional.empty()).data();
        assertThatThrownBy(() -> new SellOutPlot().draw(unrecorded)).isInstanceOf(NothingToShowException.class);
        RunData numbered = run(setup -> SOUND).models("numbered").data();
        assertThatThrownBy(() -> new SellOutPlot().draw(numbered)).isInstanceOf(NothingToShowException.class);
    }
}
