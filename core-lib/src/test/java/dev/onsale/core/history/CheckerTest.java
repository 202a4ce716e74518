package dev.onsale.core.history;

import static dev.onsale.core.Guarantee.LINEARIZABLE;
import static dev.onsale.core.Guarantee.NO_OVERSELL;
import static dev.onsale.core.Guarantee.ORDERED_NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Report.Counts;
import dev.onsale.core.history.Violation.Kind;
import org.junit.jupiter.api.Test;

/** Small histories, good and bad, each violation at least once. */
class CheckerTest {
    @Test
    void a_sale_to_the_last_ticket_is_valid() {
        Report report = Story.tickets(2, """
                a   0..10  SOLD 1
                b   5..20  SOLD 2
                c  15..30  SOLD_OUT
                """).storeCounts(2).check(LINEARIZABLE, ORDERED_NUMBERS);
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.observed()).isEqualTo(Level.LINEARIZABLE_ORDERED);
        assertThat(report.violations()).isEmpty();
        assertThat(report.counts()).isEqualTo(new Counts(3, 2, 1, 0, 0, 3, 0, 0));
        assertThat(report.slack().nanos()).hasValue(25_000);
        assertThat(report.slack().sales()).hasValue(0);
    }

    @Test
    void one_sale_too_many() {
        Report report = Story.tickets(2, """
                a  0..10  SOLD 1
                b  5..20  SOLD 2
                c  6..30  SOLD 2
                """).check(NO_OVERSELL);
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.observed()).isEqualTo(Level.BROKEN);
        assertHas(
                report,
                Kind.OVERSOLD,
                "3 sales acknowledged by 30.000 µs for 2 tickets; in all 3 sales."
                        + " One too many: c (client c-c, worker w1) was told SOLD ticket 2 at 30.000 µs.");
        assertHas(
                report,
                Kind.DUP_NUMBER,
                "Ticket 2 was sold twice: b (client c-b, worker w1) was told SOLD ticket 2 at 20.000 µs,"
                        + " and c (client c-c, worker w1) was told SOLD ticket 2 at 30.000 µs.");
    }

    static void assertHas(Report report, Kind kind, String text) {
        assertThat(report.violations())
                .filteredOn(v -> v.kind() == kind)
                .extracting(Violation::text)
                .containsExactly(text);
    }
}
