package dev.onsale.core.history;

import static dev.onsale.core.Guarantee.EXACT;
import static dev.onsale.core.Guarantee.IDEMPOTENT;
import static dev.onsale.core.Guarantee.LINEARIZABLE;
import static dev.onsale.core.Guarantee.NO_OVERSELL;
import static dev.onsale.core.Guarantee.ORDERED_NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Report.Counts;
import dev.onsale.core.history.Violation.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Small histories, good and bad, of identical tickets; each violation with its counter-example. */
class CheckerTest {
    @Test
    void a_sale_to_the_last_ticket_is_valid() {
        Report report = Story.tickets(2, """
                a   0..10  SOLD 1
                b   5..20  SOLD 2
                c  15..30  SOLD_OUT
                """).storeCounts(2).check(LINEARIZABLE, ORDERED_NUMBERS);
        assertValid(report);
        assertThat(report.observed()).isEqualTo(Level.LINEARIZABLE_ORDERED);
        assertThat(report.violations()).isEmpty();
        assertThat(report.counts()).isEqualTo(new Counts(3, 2, 1, 0, 0, 3, 0, 0));
        assertThat(report.slack().nanos()).hasValue(25_000);
        assertThat(report.slack().sales()).hasValue(0);
    }

    @Test
    void intervals_that_touch_are_concurrent() {
        assertValid(Story.tickets(1, """
                a   0..10  SOLD_OUT
                b  10..20  SOLD 1
                """).check(LINEARIZABLE));
    }

    @Test
    void times_count_from_the_first_invocation() {
        Report report = Story.tickets(1, """
                b  1000020..1000030  SOLD 1
                a  1000000..1000010  SOLD_OUT
                """).check(LINEARIZABLE);
        assertInvalid(
                report,
                Kind.LATE_SALE,
                "a (client c-a, worker w1) was told SOLD_OUT at 10 µs;"
                        + " b (client c-b, worker w1), sent 10 µs later, was sold ticket 1.");
    }

    @Test
    void one_sale_too_many() {
        Report report = Story.tickets(2, """
                a  0..10  SOLD 1
                b  5..20  SOLD 2
                c  6..30  SOLD 2
                """).check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.OVERSOLD,
                "3 sales acknowledged by 30 µs for 2 tickets, and 3 in all."
                        + " One too many: c (client c-c, worker w1) was told SOLD ticket 2 at 30 µs.");
        assertHas(
                report,
                Kind.DUP_NUMBER,
                "Ticket 2 was sold twice: b (client c-b, worker w1) was told SOLD ticket 2 at 20 µs,"
                        + " and c (client c-c, worker w1) was told SOLD ticket 2 at 30 µs.");
        assertThat(report.observed()).isEqualTo(Level.BROKEN);
    }

    @Test
    void a_ticket_that_does_not_exist() {
        Report report = Story.tickets(2, "a  0..10  SOLD 3").check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.NUMBER_RANGE,
                "a (client c-a, worker w1) was told SOLD ticket 3 at 10 µs, but there are only 1 to 2.");
    }

    @Test
    void tickets_count_from_one() {
        assertThat(Story.tickets(2, "a  0..10  SOLD 0").check(NO_OVERSELL).totals())
                .containsOnlyKeys(Kind.NUMBER_RANGE);
    }

    @Test
    void sold_out_too_early() {
        Report report = Story.tickets(3, """
                a   0..10  SOLD 1
                x   5..12  SOLD_OUT
                b   9..20  SOLD 2
                c  13..30  SOLD 3
                """).storeCounts(3).check(LINEARIZABLE);
        assertInvalid(
                report,
                Kind.FALSE_SOLD_OUT,
                "x (client c-x, worker w1) was told SOLD_OUT at 12 µs,"
                        + " but at most 2 of 3 tickets can have been sold by then (2 known + 0 unknown).");
        assertHas(
                report,
                Kind.LATE_SALE,
                "x (client c-x, worker w1) was told SOLD_OUT at 12 µs;"
                        + " c (client c-c, worker w1), sent 1 µs later, was sold ticket 3.");
        assertThat(report.observed()).isEqualTo(Level.SAFE_EXACT);
        assertThat(report.slack().nanos()).hasValue(-1_000);
        assertThat(report.slack().sales()).hasValue(-1);
    }

    @Test
    void early_refusals_are_tolerated_where_only_the_end_is_promised() {
        assertValid(Story.tickets(1, """
                x   0..10  SOLD_OUT
                a  20..30  SOLD 1
                """).check(NO_OVERSELL, EXACT));
    }

    @Test
    void a_ticket_left_over_though_a_buyer_was_turned_away() {
        Report report = Story.tickets(2, """
                a  0..10  SOLD 1
                x  5..12  SOLD_OUT
                """).storeCounts(1).check(NO_OVERSELL, EXACT);
        assertInvalid(
                report,
                Kind.UNDERSOLD,
                "1 request turned away, the first x (client c-x, worker w1),"
                        + " which was told SOLD_OUT at 12 µs, but in the end at most 1 of 2 tickets are sold.");
        assertThat(report.observed()).isEqualTo(Level.SAFE);
    }

    @Test
    void an_unknown_one_may_have_taken_the_last_ticket() {
        Story story = Story.tickets(2, """
                a   0..10  SOLD 1
                u   3..never
                x   5..12  SOLD_OUT
                """);
        Report alone = story.check(LINEARIZABLE);
        assertThat(alone.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(alone.observed()).isEqualTo(Level.LINEARIZABLE_ORDERED);
        assertThat(alone.doubts())
                .containsExactly("1 request may have been left out though there were tickets (1 UNANSWERED);"
                        + " the first: u (client c-u) was never answered.");

        story.lost("w2");
        assertValid(story.storeCounts(2).check(LINEARIZABLE));
        assertValid(story.storeHolds(Map.of("a", 1, "u", 2)).check(LINEARIZABLE));
        assertThat(story.check(LINEARIZABLE).counts()).isEqualTo(new Counts(3, 1, 1, 0, 1, 3, 0, 1));

        Report notSold = story.storeHolds(Map.of("a", 1)).check(LINEARIZABLE);
        assertThat(notSold.totals()).containsOnlyKeys(Kind.FALSE_SOLD_OUT, Kind.UNDERSOLD);
        Report notCounted = story.storeCounts(1).check(LINEARIZABLE);
        assertThat(notCounted.totals()).containsOnlyKeys(Kind.FALSE_SOLD_OUT, Kind.UNDERSOLD);
    }

    @Test
    void an_unknown_one_that_came_too_late_explains_nothing() {
        Report report = Story.tickets(1, """
                x   0..12  SOLD_OUT
                u  13..40  UNKNOWN
                """).storeCounts(1).check(LINEARIZABLE);
        assertInvalid(
                report,
                Kind.FALSE_SOLD_OUT,
                "x (client c-x, worker w1) was told SOLD_OUT at 12 µs,"
                        + " but at most 0 of 1 ticket can have been sold by then (0 known + 0 unknown).");
    }

    @Test
    void many_unknown_ones_make_a_weak_verdict() {
        Story story = Story.tickets(1, """
                a  0..10  SOLD 1
                u  3..40  UNKNOWN
                """).storeCounts(1);
        String weak = "Weak: 1 of 2 good requests had no decision that their buyers know of.";
        Report failed = story.lost("w2").check(LINEARIZABLE);
        assertValid(failed);
        assertThat(failed.notes()).containsExactly(weak, "Workers lost: w2.");
        Report calm = story.undisturbed().check(LINEARIZABLE);
        assertThat(calm.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(calm.doubts())
                .containsExactly("1 request had no decision, though nothing is known to have failed (1 UNKNOWN);"
                        + " the first: u (client c-u) had no certain answer at 40 µs.");
        assertThat(calm.notes()).containsExactly(weak);
    }

    @Test
    void a_sale_of_which_no_buyer_was_told_is_not_valid() {
        Story story = Story.tickets(2, """
                a  0..10  UNKNOWN
                b  3..40  UNKNOWN
                """).storeHolds(Map.of("a", 1, "b", 2));
        assertThat(story.undisturbed().check(LINEARIZABLE, ORDERED_NUMBERS).verdict())
                .isEqualTo(Verdict.UNKNOWN);
        Report failed = story.lost("w1").check(LINEARIZABLE, ORDERED_NUMBERS);
        assertThat(failed.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(failed.doubts()).containsExactly("No buyer was told an outcome (2 UNKNOWN).");
    }

    @Test
    void good_purchases_refused_for_ever_are_not_valid_though_others_bought_everything() {
        Story story = Story.tickets(1, """
                x  0..10  NO_SALE
                a  5..20  SOLD 1
                """).storeCounts(1);
        Report report = story.undisturbed().check(LINEARIZABLE);
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report.doubts())
                .containsExactly("1 request had no decision, though nothing is known to have failed (1 NO_SALE);"
                        + " the first: x (client c-x, worker w1) was told NO_SALE at 10 µs.");
        assertValid(Story.seats(1, """
                bad:7   0..10  NO_SUCH_SEAT
                good:1  0..10  SOLD 1
                """).storeCounts(1).undisturbed().check(LINEARIZABLE));
    }

    @Test
    void tickets_sold_twice_are_never_valid_whatever_is_declared() {
        Report report = Story.tickets(2, """
                a  0..10  SOLD 1
                b  0..10  SOLD 1
                """).storeCounts(2).check();
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report.violations()).extracting(Violation::kind).containsExactly(Kind.DUP_NUMBER);
        assertThat(report.doubts())
                .containsExactly("Nothing is promised for what the trial went through; else it would be INVALID.");
    }

    @Test
    void why_a_load_was_stopped_is_said() {
        OptionalLong none = OptionalLong.empty();
        Report report = Story.tickets(2, """
                a  0..10  SOLD 1
                b  -
                """)
                .storeCounts(1)
                .went(new Circumstances(Set.of(), none, none, none, none, Optional.of("nobody answered for 20 s")))
                .check(LINEARIZABLE);
        assertThat(report.doubts())
                .containsExactly(
                        "The load was stopped: nobody answered for 20 s.",
                        "1 request of the workload never sent, the first b.");
    }

    @Test
    void a_store_that_could_not_be_asked_leaves_a_doubt() {
        Report report = Story.tickets(2, "a  0..10  SOLD 1").undisturbed().check(LINEARIZABLE);
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report.doubts()).containsExactly("The store's account is not known.");
    }

    @Test
    void what_the_broker_has_left_is_a_doubt_where_nothing_failed() {
        OptionalLong none = OptionalLong.of(0);
        Story story = Story.tickets(2, "a  0..10  SOLD 1").storeCounts(1);
        Report calm = story.went(new Circumstances(
                        Set.of(), none, OptionalLong.of(2), OptionalLong.of(1), OptionalLong.of(3), Optional.empty()))
                .check(LINEARIZABLE);
        assertThat(calm.doubts())
                .containsExactly(
                        "2 replies belonged to no open call, or did not name its requests, though nothing is known to have"
                                + " failed.",
                        "1 message left in the queue in the end, though nothing is known to have failed.",
                        "3 messages set aside as not readable, though nothing is known to have failed.");
        Report redelivered = story.went(new Circumstances(
                        Set.of(), OptionalLong.of(4), none, OptionalLong.of(1), none, Optional.empty()))
                .check(LINEARIZABLE);
        assertValid(redelivered);
        assertThat(redelivered.notes())
                .containsExactly("1 message left in the queue in the end.", "4 messages delivered more than once.");
    }

    @Test
    void attempts_cannot_have_waited_longer_than_the_load_lasted() {
        Evidence evidence = Story.tickets(3, """
                a  0..10  SOLD 1
                b  0..10  SOLD 2
                c  4..20  SOLD 3
                """).storeCounts(3).undisturbed().evidence(LINEARIZABLE);
        assertValid(Checker.check(evidence.withUnderWay(2)));
        Report report = Checker.check(evidence.withUnderWay(1));
        assertThat(report.doubts())
                .containsExactly("The attempts waited 36 µs in all, but 1 at a time can only have waited 26 µs in the"
                        + " time that the load lasted.");
    }

    @Test
    void a_retry_is_one_operation_from_the_first_attempt_to_the_first_answer() {
        Report report = Story.tickets(1, """
                a   0..10  UNKNOWN
                x   5..12  SOLD_OUT
                a  20..30  SOLD 1 again
                a  15..32  SOLD 1 again
                """).storeCounts(1).check(LINEARIZABLE, ORDERED_NUMBERS, IDEMPOTENT);
        assertValid(report);
        assertThat(report.counts()).isEqualTo(new Counts(2, 1, 1, 0, 0, 4, 2, 0));
    }

    @Test
    void an_attempt_that_was_not_executed_does_not_begin_an_operation() {
        Report report = Story.tickets(1, """
                a   0..10  BUSY
                x   5..12  SOLD_OUT
                a  20..30  SOLD 1
                """).storeCounts(1).check(LINEARIZABLE);
        assertThat(report.totals()).containsKeys(Kind.LATE_SALE, Kind.FALSE_SOLD_OUT);
    }

    @Test
    void a_retry_with_another_answer() {
        Story story = Story.tickets(2, """
                a   0..10  SOLD 1
                a  20..30  SOLD 2 by w2
                """);
        String text = "a (client c-a, worker w1) was told SOLD ticket 1 at 10 µs."
                + " The same request, sent at 20 µs: a (client c-a, worker w2) was told SOLD ticket 2 at 30 µs.";
        assertInvalid(story.check(LINEARIZABLE), Kind.IDEMPOTENCY, text);
        assertInvalid(story.check(NO_OVERSELL, IDEMPOTENT), Kind.IDEMPOTENCY, text);
        assertValid(story.check(NO_OVERSELL));
    }

    @Test
    void a_second_ticket_to_one_request_is_a_second_sale() {
        Report report = Story.tickets(1, """
                a   0..10  SOLD 1
                a  20..30  SOLD 2
                """).check(NO_OVERSELL);
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.totals()).containsKeys(Kind.OVERSOLD, Kind.NUMBER_RANGE, Kind.IDEMPOTENCY);
    }

    @Test
    void turned_away_and_then_sold_is_a_sale() {
        Report report = Story.tickets(1, """
                a   0..10  SOLD_OUT
                a  20..30  SOLD 1
                b   0..10  SOLD 1
                """).check(NO_OVERSELL);
        assertThat(report.totals()).containsKeys(Kind.OVERSOLD, Kind.DUP_NUMBER, Kind.IDEMPOTENCY);
    }

    @Test
    void one_id_executed_for_two_clients() {
        Report report = Story.tickets(3, """
                a/ann   0..10  SOLD 1
                a/bob  20..30  SOLD 2
                """).check(NO_OVERSELL, IDEMPOTENT);
        assertInvalid(
                report,
                Kind.KEY_REUSE,
                "One request id, two payloads, both executed:"
                        + " a (client ann, worker w1) was told SOLD ticket 1 at 10 µs,"
                        + " and a (client bob, worker w1) was told SOLD ticket 2 at 30 µs.");
    }

    @Test
    void a_reused_id_that_is_refused_is_as_it_should_be() {
        assertValid(Story.tickets(3, """
                a/ann   0..10  SOLD 1
                a/bob  20..30  KEY_REUSED
                a/eve  20..90  UNKNOWN
                """).storeHolds(Map.of("a", 1)).check(LINEARIZABLE, IDEMPOTENT));
    }

    @Test
    void numbers_against_the_order_of_sale() {
        Story story = Story.tickets(3, """
                a   0..10  SOLD 2
                b  20..30  SOLD 1
                """);
        assertInvalid(
                story.check(LINEARIZABLE, ORDERED_NUMBERS),
                Kind.ORDER,
                "a (client c-a, worker w1) was told SOLD ticket 2 at 10 µs,"
                        + " but ticket 1's buyer b (client c-b, worker w1) asked only at 20 µs.");
        assertValid(story.check(LINEARIZABLE));
    }

    @Test
    void a_number_that_an_unknown_one_cannot_have_had_yet() {
        Report report = Story.tickets(3, """
                a   0..10  SOLD 2
                u  20..30  UNKNOWN
                """).check(LINEARIZABLE, ORDERED_NUMBERS);
        assertInvalid(
                report,
                Kind.ORDER,
                "a (client c-a, worker w1) was told SOLD ticket 2 at 10 µs,"
                        + " but the first unknown request that can hold ticket 1 was sent only at 20 µs.");
    }

    @Test
    void a_number_left_out() {
        Report report = Story.tickets(3, """
                a  0..10  SOLD 1
                b  0..10  SOLD 3
                """).storeCounts(2).check(LINEARIZABLE, ORDERED_NUMBERS);
        assertInvalid(
                report,
                Kind.GAP,
                "Ticket 2 was sold to nobody; yet b (client c-b, worker w1) was told SOLD ticket 3 at 10 µs.");
        assertThat(report.observed()).isEqualTo(Level.LINEARIZABLE);
    }

    @Test
    void a_sale_that_the_store_does_not_hold() {
        Report report = Story.tickets(3, """
                a  0..10  SOLD 1
                b  0..10  SOLD 2
                """).storeHolds(Map.of("b", 2)).check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.LOST_SALE,
                "a (client c-a, worker w1) was told SOLD ticket 1 at 10 µs, but the store holds no sale to it.");
    }

    @Test
    void another_ticket_than_the_store_holds() {
        Report report =
                Story.tickets(3, "a  0..10  SOLD 1").storeHolds(Map.of("a", 3)).check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.TICKET_MISMATCH,
                "a (client c-a, worker w1) was told SOLD ticket 1 at 10 µs, but the store holds ticket 3 for it.");
    }

    @Test
    void a_sale_in_the_store_that_the_buyer_was_denied() {
        String busy = "b (client c-b, worker w1) was told BUSY at 10 µs, but the store holds ticket 2 for it.";
        Report report = Story.tickets(2, """
                a  0..10  SOLD 1
                b  0..10  BUSY
                c  -
                """).storeHolds(Map.of("a", 1, "b", 2)).check(LINEARIZABLE);
        assertInvalid(report, Kind.PHANTOM, busy);
    }

    @Test
    void sales_in_the_store_that_nobody_asked_for() {
        Report report =
                Story.tickets(3, """
                a  0..10  SOLD 1
                c  -
                """).storeHolds(Map.of("a", 1, "c", 2, "z", 3)).check(LINEARIZABLE);
        assertThat(report.violations())
                .extracting(Violation::text)
                .contains(
                        "The store holds ticket 2 for c, which was never sent.",
                        "The store holds ticket 3 for z, which is no request of this trial.");
    }

    @Test
    void more_sales_in_the_store_than_tickets_though_buyers_know_of_few() {
        Report report = Story.tickets(1, """
                a  0..10  SOLD 1
                """).storeHolds(Map.of("a", 1, "z", 2)).check(LINEARIZABLE);
        assertThat(report.violations())
                .extracting(Violation::text)
                .contains("The store holds 2 sales, but the sale has 1 ticket.");
        assertThat(report.observed()).isEqualTo(Level.BROKEN);
    }

    @Test
    void a_store_that_counts_less_than_buyers_were_told() {
        Report report = Story.tickets(3, "a  0..10  SOLD 1").storeCounts(0).check(NO_OVERSELL);
        assertInvalid(report, Kind.LOST_SALE, "The store counts 0 sold, but buyers were told of 1 sale.");
    }

    @Test
    void a_store_that_counts_more_than_can_have_been_sold() {
        Report report = Story.tickets(3, """
                a  0..10  SOLD 1
                u  0..10  UNKNOWN
                """).storeCounts(3).check(LINEARIZABLE);
        assertInvalid(
                report,
                Kind.PHANTOM,
                "The store counts 3 sold, but buyers were told of 1 sale" + " and at most 1 more can have happened.");
    }

    @Test
    void a_counter_that_does_not_know_a_retry() {
        Story story = Story.tickets(3, """
                a   0..10  UNKNOWN
                a  20..30  SOLD 2
                """).storeCounts(2);
        assertInvalid(
                story.check(LINEARIZABLE),
                Kind.IDEMPOTENCY,
                "The store counts 2 sold, but buyers were told of 1 sale and"
                        + " at most 0 more can have happened, unless some of the 1 unanswered attempt at requests with a known outcome"
                        + " took effect as well.");
        assertValid(story.check(NO_OVERSELL));
    }

    @Test
    void a_store_that_sold_more_than_there_is() {
        Report report = Story.tickets(1, "a  0..10  SOLD 1").storeCounts(2).check(NO_OVERSELL);
        assertInvalid(report, Kind.OVERSOLD, "The store counts 2 sold, but the sale has 1 ticket.");
    }

    @Test
    void a_service_that_is_always_busy_is_not_valid() {
        Report report = Story.tickets(2, """
                a  0..10  BUSY
                b  0..10  UNAVAILABLE
                """).storeCounts(0).check();
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report.doubts())
                .containsExactly("2 requests may have been left out though there were tickets"
                        + " (1 BUSY, 1 UNAVAILABLE); the first: a (client c-a, worker w1) was told BUSY at 10 µs.");
    }

    @Test
    void who_was_not_served_when_all_was_sold_and_something_failed_has_missed_nothing() {
        assertValid(Story.tickets(1, """
                a  0..10  SOLD 1
                b  0..10  BUSY
                c  0..10  UNKNOWN
                """).storeCounts(1).lost("w2").check(LINEARIZABLE));
    }

    @Test
    void a_trial_that_asks_for_nothing_shows_nothing() {
        assertThat(Story.tickets(1, "").check(LINEARIZABLE).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void a_request_that_was_never_sent_leaves_a_doubt() {
        Report report = Story.tickets(1, """
                a  0..10  SOLD 1
                b  -
                """).storeCounts(1).check(LINEARIZABLE);
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report.doubts()).containsExactly("1 request of the workload never sent, the first b.");
    }

    @Test
    void a_good_purchase_refused_as_a_bad_one() {
        Report report = Story.tickets(2, "a  0..10  MALFORMED").storeCounts(0).check(LINEARIZABLE);
        assertInvalid(
                report,
                Kind.WRONG_REFUSAL,
                "a (client c-a, worker w1) was told MALFORMED at 10 µs,"
                        + " which cannot be the reason in this sale: unnumbered, capacity 2.");
        assertThat(Story.tickets(2, "a  0..10  KEY_REUSED").check(LINEARIZABLE).totals())
                .containsKey(Kind.WRONG_REFUSAL);
        assertThat(Story.tickets(1, "a  0..10  SEAT_TAKEN").check(LINEARIZABLE).totals())
                .containsKey(Kind.WRONG_REFUSAL);
    }

    @Test
    void more_answers_than_a_worker_gave() {
        Story story = Story.tickets(3, """
                a   0..10  SOLD 1 by w1
                b   0..10  SOLD 2 by w2
                a  20..30  SOLD 1 again by w2
                """);
        assertValid(story.storeCounts(2)
                .workerSays("w1", 1, 0)
                .workerSays("w2", 2, 1)
                .check(LINEARIZABLE));
        assertInvalid(
                story.workerSays("w2", 1, 1).check(LINEARIZABLE),
                Kind.CONSERVATION,
                "Buyers have 2 decisions in the name of worker w2, 1 of them replayed, but it made 1 and replayed 1.");
    }

    @Test
    void an_answer_from_a_worker_that_nobody_knows() {
        Report report = Story.tickets(3, "a  0..10  SOLD 1 by w9")
                .workerSays("w1", 5, 0)
                .check(NO_OVERSELL);
        assertInvalid(
                report,
                Kind.CONSERVATION,
                "Buyers have 1 decision in the name of worker w9,"
                        + " 0 of them replayed, but it is none of this trial's workers.");
    }

    @Test
    void a_worker_that_is_lost_has_no_counters_and_is_no_stranger() {
        Story story = Story.tickets(3, """
                a   0..10  SOLD 1 by w1
                b   0..10  SOLD 2 by w2
                """).storeCounts(2).workerSays("w1", 1, 0);
        assertValid(story.lost("w2").check(LINEARIZABLE));
        assertInvalid(
                story.undisturbed().check(LINEARIZABLE),
                Kind.CONSERVATION,
                "Buyers have 1 decision in the name of worker w2,"
                        + " 0 of them replayed, but it is none of this trial's workers.");
    }

    @Test
    void decisions_that_no_buyer_heard_of_where_nothing_failed() {
        Story story = Story.tickets(3, """
                a   0..10  SOLD 1 by w1
                b   0..10  BUSY by w1
                """).storeCounts(1);
        story.workerSays("w1", 3, 0);
        assertInvalid(
                story.undisturbed().check(NO_OVERSELL),
                Kind.CONSERVATION,
                "Buyers have 1 decision in the name of worker w1, 0 of them replayed, but it made 3 and replayed 0,"
                        + " though nothing failed and every attempt was answered.");
        assertThat(story.went(Circumstances.UNKNOWN).check(NO_OVERSELL).totals())
                .isEmpty();
        assertThat(story.lost("w2").check(NO_OVERSELL).totals()).isEmpty();
        assertThat(story.workerSays("w1", 2, 0).undisturbed().check(NO_OVERSELL).totals())
                .isEmpty();
        assertThat(story.workerSays("w1", 1, 1).undisturbed().check(NO_OVERSELL).totals())
                .containsOnlyKeys(Kind.CONSERVATION);
        assertThat(story.workerSays("w1", 1, 0)
                        .workerSays("w2", 1, 0)
                        .undisturbed()
                        .check(NO_OVERSELL)
                        .totals())
                .containsOnlyKeys(Kind.CONSERVATION);
    }

    @Test
    void a_store_that_counts_other_than_it_names() {
        Report report = Story.tickets(3, "a  0..10  SOLD 1")
                .storeHoldsInFull(Map.of("a", 1), Map.of("a", "c-a"), Map.of(), 2)
                .check(NO_OVERSELL);
        assertInvalid(report, Kind.CONSERVATION, "The store counts 2 sold, but names the owners of 1 ticket.");
    }

    @Test
    void a_ticket_in_the_store_for_another_client() {
        assertInvalid(
                Story.tickets(3, "a  0..10  SOLD 1")
                        .storeHoldsInFull(Map.of("a", 1), Map.of("a", "eve"), Map.of(), 1)
                        .check(NO_OVERSELL),
                Kind.WRONG_OWNER,
                "a (client c-a, worker w1) was told SOLD ticket 1 at 10 µs, but the store holds it for client eve.");
        assertInvalid(
                Story.tickets(3, "a  0..10  UNKNOWN")
                        .storeHoldsInFull(Map.of("a", 1), Map.of("a", "eve"), Map.of(), 1)
                        .check(NO_OVERSELL),
                Kind.WRONG_OWNER,
                "a (client c-a) had no certain answer at 10 µs but holds ticket 1 in the store, but the store holds it for"
                        + " client eve.");
    }

    @Test
    void of_one_id_for_two_clients_the_store_says_whose_it_is() {
        assertThat(Story.tickets(3, """
                a/ann   0..10  UNKNOWN
                a/bob   0..10  UNKNOWN
                """)
                        .storeHoldsInFull(Map.of("a", 1), Map.of("a", "bob"), Map.of(), 1)
                        .check(NO_OVERSELL)
                        .totals())
                .isEmpty();
    }

    @Test
    void seats_in_the_store_that_name_another_request() {
        Story story = Story.seats(3, """
                a:1  0..10  SOLD 1
                b:2  0..10  SOLD 2
                """);
        Map<String, Integer> tickets = Map.of("a", 1, "b", 2);
        Map<String, String> clients = Map.of("a", "c-a", "b", "c-b");
        assertValid(story.storeHoldsInFull(tickets, clients, Map.of(1, "a", 2, "b"), 0)
                .check(LINEARIZABLE));
        assertInvalid(
                story.storeHoldsInFull(tickets, clients, Map.of(1, "a"), 0).check(NO_OVERSELL),
                Kind.WRONG_OWNER,
                "The store holds seat 2 for b, but names no buyer of that seat.");
        assertThat(story.storeHoldsInFull(tickets, clients, Map.of(1, "a", 2, "a"), 0)
                        .check(NO_OVERSELL)
                        .violations())
                .extracting(Violation::text)
                .containsExactlyInAnyOrder(
                        "The store holds seat 2 for b, but names a as its buyer.",
                        "The store names a as the buyer of seat 2, but does not hold it for a.");
        assertInvalid(
                story.storeHoldsInFull(tickets, clients, Map.of(1, "a", 2, "b", 3, "z"), 0)
                        .check(NO_OVERSELL),
                Kind.WRONG_OWNER,
                "The store names z as the buyer of seat 3, but does not hold it for z.");
    }

    @Test
    void a_first_and_only_attempt_is_no_replay() {
        Story story = Story.tickets(3, """
                a   0..10  BUSY
                a  20..30  SOLD 1 again
                """).storeCounts(1);
        assertInvalid(
                story.undisturbed().check(LINEARIZABLE),
                Kind.FALSE_REPLAY,
                "a (client c-a, worker w1) was told SOLD ticket 1 at 30 µs, as the stored outcome of an earlier attempt,"
                        + " but no attempt had that outcome first.");
        assertThat(story.lost("w2").check(LINEARIZABLE).totals()).isEmpty();
        assertThat(Story.tickets(3, """
                a   0..10  UNKNOWN
                a  20..30  SOLD 1 again
                """)
                        .storeCounts(1)
                        .undisturbed()
                        .check(LINEARIZABLE)
                        .totals())
                .isEmpty();
    }

    @Test
    void of_two_attempts_the_second_is_a_replay() {
        assertThat(Story.tickets(3, """
                a   0..10  SOLD 1
                a  20..30  SOLD 1 again
                b   0..10  SOLD 2 again
                b   5..30  SOLD 2
                """)
                        .storeCounts(2)
                        .undisturbed()
                        .check(LINEARIZABLE, IDEMPOTENT)
                        .totals())
                .isEmpty();
        Story twice = Story.tickets(3, """
                a   0..10  SOLD 1
                a  20..30  SOLD 1
                """).storeCounts(1).undisturbed();
        assertInvalid(
                twice.check(LINEARIZABLE, IDEMPOTENT),
                Kind.FALSE_REPLAY,
                "a (client c-a, worker w1) was told SOLD ticket 1 at 30 µs, as if for the first time, but was told an"
                        + " outcome 2 times in this way.");
        assertThat(twice.check(LINEARIZABLE).totals()).isEmpty();
        assertInvalid(
                Story.tickets(3, """
                a   0..10  SOLD 1 again
                a  20..30  SOLD 1
                """).storeCounts(1).undisturbed().check(LINEARIZABLE, IDEMPOTENT),
                Kind.FALSE_REPLAY,
                "a (client c-a, worker w1) was told SOLD ticket 1 at 10 µs, as the stored outcome of an earlier attempt,"
                        + " but the attempt that was told so first was sent only at 20 µs.");
    }

    @Test
    void the_summary_is_one_line_with_the_worst_first() {
        Report report = Story.tickets(1, """
                a   0..10  SOLD 1
                b   0..10  SOLD 1
                """).check(LINEARIZABLE);
        assertThat(report.summary())
                .isEqualTo("INVALID (BROKEN, declared LINEARIZABLE): OVERSOLD: 2 sales acknowledged by"
                        + " 10 µs for 1 ticket, and 2 in all. One too many: b (client c-b, worker w1) was told SOLD ticket 1 at"
                        + " 10 µs.");
    }

    @Test
    void a_few_of_each_kind_are_kept_and_all_are_counted() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append("r").append(i).append("  0..10  SOLD 99\n");
        }
        Report report = Story.tickets(50, lines.toString()).check(NO_OVERSELL);
        assertThat(report.violations()).hasSize(5);
        assertThat(report.totals()).containsExactly(Map.entry(Kind.NUMBER_RANGE, 20));
    }

    static void assertValid(Report report) {
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.VALID);
    }

    static void assertInvalid(Report report, Kind kind, String text) {
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.INVALID);
        assertHas(report, kind, text);
    }

    static void assertHas(Report report, Kind kind, String text) {
        assertThat(report.violations())
                .filteredOn(v -> v.kind() == kind)
                .extracting(Violation::text)
                .containsExactly(text);
    }
}
