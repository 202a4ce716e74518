package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.charts.Panel.Cells;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Plot.NothingToShowException;
import dev.onsale.core.Ledger;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialSetup;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the map of the seats shows, read off its data. */
class SeatMapPlotTest {
    private static final double FREE = 0;
    private static final double SOME = 1;
    private static final double SOLD = 2;
    private static final double TWICE = 3;

    private static SyntheticRun run(Function<TrialSetup, Evidence> histories) {
        return new SyntheticRun()
                .architectures("indirect", "direct")
                .models("numbered")
                .strategies("lua")
                .workers(2)
                .histories(setup -> Optional.of(histories.apply(setup)));
    }

    private static Sheet draw(Evidence evidence) throws Exception {
        return new SeatMapPlot().draw(run(setup -> evidence).data());
    }

    private static Cells cells(Panel panel) {
        return panel.layers(Cells.class).get(0);
    }

    @Test
    void attemptsAreCountedAndBesideThemIsWhatBecameOfTheSeat() throws Exception {
        Sheet sheet = draw(Sales.seats(4)
                .sold("a", 0, 10, 1)
                .taken("b", 1, 0, 20)
                .sold("c", 0, 30, 3)
                .sold("d", 5, 30, 3)
                .lost("e", 4, 0, 10)
                .sold("e", 20, 30, 4)
                .sold("e", 40, 50, 4)
                .taken("f", 99, 0, 10)
                .evidence());
        assertThat(sheet.panels())
                .extracting(Panel::title)
                .containsExactly("generated-numbered: 7 attempts at 4 seats", "", "lua, direct, 2 workers: VALID");
        Panel map = sheet.panels().get(0);
        assertThat(cells(map).columns()).isEqualTo(2);
        assertThat(cells(map).values()).containsExactly(2.0, 0.0, 2.0, 3.0);
        Panel fates = sheet.panels().get(2);
        assertThat(cells(fates).values()).containsExactly(SOLD, FREE, TWICE, SOLD);
        assertThat(fates.layers(Points.class))
                .singleElement()
                .extracting(Points::points)
                .isEqualTo(List.of(new Point(0.5, 0.5)));
        assertThat(sheet.legend())
                .extracting(Sheet.Entry::label)
                .containsExactly("free", "sold", "sold twice", "where one was sold twice");
        Panel bar = sheet.panels().get(1);
        assertThat(bar.y().title()).isEqualTo("attempts a seat");
        assertThat(bar.y().ticks()).extracting(Axis.Tick::label).containsExactly("3", "2", "1", "0");
        assertThat(cells(bar).values()).containsExactly(3.0, 2.0, 1.0, 0.0);
    }

    @Test
    void aSaleThatOnlyTheStoreKnowsIsASale() throws Exception {
        Evidence told = Sales.seats(4).lost("a", 2, 0, 10).evidence();
        BitSet seats = new BitSet();
        seats.set(2);
        for (Ledger ledger : List.of(new Ledger.Owners(Map.of("a", 2)), new Ledger.Seats(seats))) {
            assertThat(cells(draw(told.with(ledger)).panels().get(2)).values()).containsExactly(FREE, SOLD, FREE, FREE);
        }
        assertThat(cells(draw(told.with(new Ledger.Counted(1))).panels().get(2)).values())
                .containsOnly(FREE);
    }

    @Test
    void twentyThousandSeatsAreTwoHundredByAHundred() throws Exception {
        Panel map =
                draw(SyntheticSale.hotspot(20_000, 2_000, 2, false, 5)).panels().get(0);
        assertThat(cells(map).columns()).isEqualTo(200);
        assertThat(cells(map).values()).hasSize(20_000);
        assertThat(cells(map).values().stream().mapToDouble(count -> count).sum())
                .isEqualTo(2_000);
        assertThat(map.y().ticks()).first().isEqualTo(new Axis.Tick(99.5, "1"));
        assertThat(map.y().ticks()).contains(new Axis.Tick(79.5, "4,001"));
        assertThat(map.x().ticks()).contains(new Axis.Tick(50, "+50"));
    }

    @Test
    void aHundredSeatsAreTenByTen() throws Exception {
        Panel map =
                draw(Sales.seats(100).sold("a", 0, 1, 100).evidence()).panels().get(0);
        assertThat(cells(map).columns()).isEqualTo(10);
        assertThat(cells(map).values()).hasSize(100).last().isEqualTo(1.0);
    }

    @Test
    void aMillionSeatsAreFiftyACellAndItSaysSo() throws Exception {
        Sales sales = Sales.seats(1_000_000).taken("x", 51, 5, 9);
        for (int seat = 1; seat <= 50; seat++) {
            sales.sold("s" + seat, 0, 1, seat);
        }
        Sheet sheet = draw(sales.sold("t", 0, 1, 51).evidence());
        Panel map = sheet.panels().get(0);
        assertThat(cells(map).values()).hasSize(20_000).startsWith(1.0, 0.04, 0.0);
        assertThat(map.x().title()).isEqualTo("seats further in the row, 50 seats a cell");
        assertThat(map.x().ticks()).contains(new Axis.Tick(50, "+2,500"));
        assertThat(map.y().ticks()).contains(new Axis.Tick(79.5, "200,001"));
        assertThat(sheet.panels().get(1).y().title()).isEqualTo("attempts a seat, mean of a cell");
        assertThat(cells(sheet.panels().get(2)).values()).startsWith(SOLD, SOME, FREE);
        assertThat(sheet.legend()).extracting(Sheet.Entry::label).contains("some of the seats sold");
    }

    @Test
    void aFewSeatsThatEverybodyWantsHaveADot() throws Exception {
        Sales sales = Sales.seats(2_000);
        for (int i = 0; i < 40; i++) {
            sales.taken("x" + i, 42, 5, 9);
        }
        Sheet sheet = draw(sales.sold("t", 0, 1, 7).evidence());
        assertThat(sheet.panels().get(0).layers(Points.class))
                .singleElement()
                .satisfies(points -> assertThat(points.points()).containsExactly(new Point(41.5, 39.5)));
        assertThat(sheet.legend()).extracting(Sheet.Entry::label).contains("asked for most");
        assertThat(draw(SyntheticSale.hotspot(2_000, 3_000, 2, false, 5))
                        .panels()
                        .get(0)
                        .layers(Points.class))
                .isEmpty();
    }

    @Test
    void manyAttemptsAreClassedByPowersOfTwo() {
        assertThat(Shades.ofCounts(3, true).labels()).containsExactly("0", "1", "2", "3");
        assertThat(Shades.ofCounts(17, true).labels()).containsExactly("0", "1", "2", "3–4", "5–8", "9–16", "17–32");
        assertThat(Shades.ofCounts(9.5, false).labels()).containsExactly("0", "0–1", "1–2", "2–4", "4–8", "8–16");
        Shades shades = Shades.ofCounts(17, true);
        assertThat(shades.of(3))
                .isEqualTo(shades.of(4))
                .isNotEqualTo(shades.of(2))
                .isNotEqualTo(shades.of(5));
        assertThat(shades.colors())
                .isSortedAccordingTo((one, other) -> Integer.compare(other.getGreen(), one.getGreen()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aWorkloadIsShownOnceByItsWorstTrial() throws Exception {
        Evidence one = Sales.seats(1).sold("a", 0, 1, 1).evidence();
        RunData run = run(setup -> one)
                .strategies("lua", "racy")
                .change(row -> row.setup().trial().startsWith("indirect-numbered-racy")
                        ? SyntheticRun.judged(row, Verdict.INVALID, 1, 0)
                        : row)
                .data();
        assertThat(new SeatMapPlot().draw(run).panels())
                .hasSize(3)
                .last()
                .extracting(Panel::title)
                .isEqualTo("racy, indirect, 2 workers: INVALID");
    }

    @Test
    void aTrialThatWasStoppedDoesNotStandForItsWorkload() throws Exception {
        Evidence one = Sales.seats(1).sold("a", 0, 1, 1).evidence();
        RunData run = run(setup -> one)
                .strategies("lua", "racy")
                .change(row -> row.setup().strategy().equals("racy") ? SyntheticRun.stopped(row) : row)
                .data();
        assertThat(new SeatMapPlot().draw(run).panels())
                .last()
                .extracting(Panel::title)
                .isEqualTo("lua, direct, 2 workers: VALID");
    }

    @Test
    void withoutAHistoryThereIsNothingToShow() throws Exception {
        RunData run = run(setup -> Sales.seats(1).evidence())
                .histories(setup -> Optional.empty())
                .data();
        assertThatThrownBy(() -> new SeatMapPlot().draw(run)).isInstanceOf(NothingToShowException.class);
    }
}
