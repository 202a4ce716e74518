package dev.onsale.core.history;

import static dev.onsale.core.Guarantee.EXACT;
import static dev.onsale.core.Guarantee.IDEMPOTENT;
import static dev.onsale.core.Guarantee.LINEARIZABLE;
import static dev.onsale.core.Guarantee.NO_OVERSELL;
import static dev.onsale.core.Guarantee.ORDERED_NUMBERS;
import static dev.onsale.core.history.CheckerTest.assertHas;
import static dev.onsale.core.history.CheckerTest.assertInvalid;
import static dev.onsale.core.history.CheckerTest.assertValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Violation.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small histories of seats. */
class CheckerSeatsTest {
    @Test
    void each_seat_to_its_first_buyer_is_valid() {
        Report report = Story.seats(3, """
                a:2   0..10  SOLD 2
                b:2   5..20  SEAT_TAKEN
                c:3   5..20  SOLD 3
                d:4   5..20  NO_SUCH_SEAT
                e     5..20  MALFORMED
                """).storeHoldsSeats(2, 3).check(LINEARIZABLE, ORDERED_NUMBERS, IDEMPOTENT);
        assertValid(report);
        assertThat(report.declared()).isEqualTo(Level.LINEARIZABLE);
        assertThat(report.observed()).isEqualTo(Level.LINEARIZABLE);
        assertThat(report.slack().nanos()).hasValue(20_000);
    }

    @Test
    void a_seat_sold_twice() {
        Report report = Story.seats(9, """
                a:7   0..10  SOLD 7 by w1
                b:7   5..22  SOLD 7 by w2
                """).check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.OVERSOLD,
                "Seat 7 was sold twice, 12 µs apart:"
                        + " a (client c-a, seat 7, worker w1) was told SOLD ticket 7 at 10 µs,"
                        + " and b (client c-b, seat 7, worker w2) was told SOLD ticket 7 at 22 µs.");
    }

    @Test
    void another_seat_than_the_one_asked_for() {
        Report report = Story.seats(9, "a:7   0..10  SOLD 8").check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.TICKET_MISMATCH,
                "a (client c-a, seat 7, worker w1) was told SOLD ticket 8 at 10 µs, but asked for seat 7.");
    }

    @Test
    void a_seat_that_does_not_exist_is_sold() {
        Report report = Story.seats(9, "a:10   0..10  SOLD 10").check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.TICKET_MISMATCH,
                "a (client c-a, seat 10, worker w1) was told SOLD ticket 10 at 10 µs,"
                        + " but should have been refused as NO_SUCH_SEAT.");
    }

    @Test
    void a_seat_that_does_not_exist_is_refused_as_taken() {
        assertThat(Story.seats(9, "a:10  0..10  SEAT_TAKEN").check(LINEARIZABLE).totals())
                .containsOnlyKeys(Kind.WRONG_REFUSAL);
        assertThat(Story.seats(9, "a:9  0..10  NO_SUCH_SEAT")
                        .check(LINEARIZABLE)
                        .totals())
                .containsOnlyKeys(Kind.WRONG_REFUSAL);
    }

    @Test
    void a_seat_refused_before_its_buyer_came() {
        Report report = Story.seats(9, """
                a:7   0..10  SEAT_TAKEN
                b:7  12..20  SOLD 7
                """).check(LINEARIZABLE);
        assertInvalid(
                report,
                Kind.LATE_SALE,
                "a (client c-a, seat 7, worker w1) was told SEAT_TAKEN at 10 µs;"
                        + " b (client c-b, seat 7, worker w1), sent 2 µs later, was sold seat 7.");
        assertThat(report.observed()).isEqualTo(Level.SAFE_EXACT);
    }

    @Test
    void a_seat_refused_that_nobody_bought() {
        Report report = Story.seats(9, "a:7   0..10  SEAT_TAKEN").check(NO_OVERSELL, EXACT);
        assertInvalid(
                report,
                Kind.UNDERSOLD,
                "In the end seat 7 is free, though a (client c-a, seat 7, worker w1) was told SEAT_TAKEN at 10 µs.");
        assertHas(
                report,
                Kind.SEAT_FALSE_TAKEN,
                "a (client c-a, seat 7, worker w1) was told SEAT_TAKEN at 10 µs,"
                        + " but nobody else can have bought it.");
    }

    @Test
    void a_seat_refused_that_an_unknown_one_may_have_bought() {
        Story story = Story.seats(9, """
                a:7   5..10  SEAT_TAKEN
                u:7   0..never
                v:8   0..never
                """);
        assertThat(story.check(LINEARIZABLE).verdict()).isEqualTo(Verdict.UNKNOWN);
        story.lost("w2");
        assertThat(story.storeHoldsSeats(7).check(LINEARIZABLE).verdict())
                .as("v may be left out")
                .isEqualTo(Verdict.UNKNOWN);
        assertValid(story.storeHoldsSeats(7, 8).check(LINEARIZABLE));
        assertValid(story.storeHolds(Map.of("u", 7, "v", 8)).check(LINEARIZABLE));
        assertValid(story.storeCounts(2).check(LINEARIZABLE));
        assertThat(story.storeHoldsSeats(8).check(LINEARIZABLE).totals())
                .containsOnlyKeys(Kind.SEAT_FALSE_TAKEN, Kind.UNDERSOLD);
        assertInvalid(
                story.storeCounts(0).check(LINEARIZABLE),
                Kind.SEAT_FALSE_TAKEN,
                "1 seat refused can only have been bought by"
                        + " unknown requests, but of those the store counts 0 sold; one such seat:"
                        + " a (client c-a, seat 7, worker w1) was told SEAT_TAKEN at 10 µs.");
    }

    @Test
    void a_seat_refused_before_the_unknown_one_came() {
        Report report = Story.seats(9, """
                a:7   0..10  SEAT_TAKEN
                u:7  12..never
                """).storeHoldsSeats(7).check(LINEARIZABLE);
        assertInvalid(
                report,
                Kind.SEAT_FALSE_TAKEN,
                "a (client c-a, seat 7, worker w1) was told SEAT_TAKEN at 10 µs, but"
                        + " u (client c-u, seat 7), the first other who may have bought it, was sent 2 µs later.");
    }

    @Test
    void seats_in_the_store_against_what_buyers_were_told() {
        Report report = Story.seats(9, """
                a:1   0..10  SOLD 1
                b:2   0..10  SEAT_TAKEN
                """).storeHoldsSeats(2, 3, 12).check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.LOST_SALE,
                "a (client c-a, seat 1, worker w1) was told SOLD ticket 1 at 10 µs,"
                        + " but in the store seat 1 is free.");
        assertHas(report, Kind.NUMBER_RANGE, "The store holds seat 12 as sold, but there are only 1 to 9.");
        assertThat(report.violations())
                .extracting(Violation::text)
                .contains(
                        "In the store seat 2 is sold, but nobody can have bought it:"
                                + " b (client c-b, seat 2, worker w1) was told SEAT_TAKEN at 10 µs.",
                        "In the store seat 3 is sold, but nobody can have bought it.");
    }

    @Test
    void an_unknown_one_that_holds_another_seat_than_it_asked_for() {
        Report report =
                Story.seats(9, "u:1   0..never").storeHolds(Map.of("u", 2)).check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.TICKET_MISMATCH,
                "u (client c-u, seat 1) was never answered but holds ticket 2 in the store,"
                        + " but asked for seat 1.");
    }

    @Test
    void who_was_not_served_though_the_seat_is_free() {
        Report report = Story.seats(9, """
                a:1   0..10  SOLD 1
                b:1   0..10  BUSY
                c:2   0..10  BUSY
                """).storeHoldsSeats(1).lost("w2").check(LINEARIZABLE);
        assertThat(report.doubts())
                .containsExactly("1 request may have been left out though there were tickets (1 BUSY);"
                        + " the first: c (client c-c, seat 2, worker w1) was told BUSY at 10 µs.");
    }
}
