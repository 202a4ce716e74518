package dev.onsale.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.Rejected;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Monitor.Alarm;
import dev.onsale.core.history.Violation.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private static final Answer SOLD = sold(1);
    private static final Answer SOLD_OUT = new Answer(Rejected.SOLD_OUT, "w1", false);
    private static final Answer TAKEN = new Answer(Rejected.SEAT_TAKEN, "w1", false);

    private final Monitor tickets = new Monitor(
            new Sale("s", Model.UNNUMBERED, 2),
            IntStream.range(0, 5).mapToObj(i -> Purchase.any("c", "r" + i)).toList(),
            1_000);

    private final Monitor seats = new Monitor(
            new Sale("s", Model.NUMBERED, 9),
            List.of(
                    Purchase.seat("c", 7, "r0"),
                    Purchase.seat("c", 7, "r1"),
                    Purchase.seat("c", 8, "r2"),
                    Purchase.seat("c", 10, "r3")),
            1_000);

    @Test
    void keeps_silent_as_long_as_all_is_well() {
        IntStream.range(0, 5).forEach(i -> tickets.invoked(i, 1_000));
        assertThat(tickets.answered(0, 2_000, SOLD)).isEmpty();
        assertThat(tickets.answered(0, 2_500, SOLD))
                .as("a retry is no second sale")
                .isEmpty();
        assertThat(tickets.answered(1, 3_000, sold(2))).isEmpty();
        assertThat(tickets.answered(2, 4_000, SOLD_OUT)).isEmpty();
        assertThat(tickets.answered(3, 4_000, Answer.unattended(new Outcome.Unknown("timeout"))))
                .isEmpty();
        assertThat(tickets.answered(4, 4_000, Answer.unattended(Outcome.NotExecuted.BUSY)))
                .isEmpty();
    }

    @Test
    void one_sale_too_many() {
        IntStream.range(0, 3).forEach(i -> tickets.invoked(i, 1_000));
        assertThat(tickets.answered(0, 2_000, SOLD)).isEmpty();
        assertThat(tickets.answered(1, 3_000, sold(2))).isEmpty();
        assertThat(tickets.answered(2, 4_000, sold(3)))
                .contains(new Alarm(Kind.OVERSOLD, "3 sales acknowledged by 3 µs, the last to r2."));
    }

    @Test
    void one_ticket_to_two_buyers() {
        IntStream.range(0, 2).forEach(i -> tickets.invoked(i, 1_000));
        assertThat(tickets.answered(0, 2_000, sold(2))).isEmpty();
        assertThat(tickets.answered(1, 3_000, sold(2)))
                .contains(new Alarm(Kind.DUP_NUMBER, "Ticket 2 sold twice and acknowledged by 2 µs, to r0 and to r1."));
    }

    @Test
    void a_sale_to_one_who_came_after_another_was_turned_away() {
        tickets.invoked(0, 1_000);
        assertThat(tickets.answered(0, 2_000, SOLD_OUT)).isEmpty();
        tickets.invoked(1, 2_000);
        assertThat(tickets.answered(1, 3_000, SOLD))
                .as("touching intervals are concurrent")
                .isEmpty();
        tickets.invoked(2, 2_001);
        assertThat(tickets.answered(2, 3_000, sold(2)))
                .contains(
                        new Alarm(
                                Kind.LATE_SALE,
                                "A buyer was turned away at 1 µs, and one who came 0.001 µs later was sold a ticket; seen at r2."));
    }

    @Test
    void a_late_sale_is_seen_even_if_the_rejection_is_reported_last() {
        tickets.invoked(0, 1_000);
        tickets.invoked(1, 2_001);
        assertThat(tickets.answered(1, 3_000, SOLD)).isEmpty();
        assertThat(tickets.answered(0, 2_000, SOLD_OUT)).map(Alarm::kind).contains(Kind.LATE_SALE);
    }

    @Test
    void a_retry_starts_with_its_first_attempt() {
        tickets.invoked(0, 1_000);
        tickets.invoked(1, 1_500);
        assertThat(tickets.answered(0, 2_000, SOLD_OUT)).isEmpty();
        tickets.invoked(1, 2_500);
        assertThat(tickets.answered(1, 3_000, SOLD)).isEmpty();
    }

    @Test
    void each_seat_on_its_own() {
        IntStream.range(0, 4).forEach(i -> seats.invoked(i, 1_000L * (i + 1)));
        assertThat(seats.answered(0, 2_000, SOLD)).isEmpty();
        assertThat(seats.answered(2, 4_000, SOLD)).isEmpty();
        assertThat(seats.answered(3, 4_000, SOLD))
                .as("no seat of this sale: the checker's business")
                .isEmpty();
        assertThat(seats.answered(1, 4_000, SOLD))
                .contains(new Alarm(Kind.OVERSOLD, "Seat 7 sold twice and acknowledged by 3 µs, the last to r1."));
    }

    @Test
    void a_seat_sold_to_one_who_came_after_another_was_turned_away() {
        seats.invoked(0, 1_000);
        seats.invoked(1, 2_500);
        seats.invoked(2, 2_500);
        assertThat(seats.answered(0, 2_000, TAKEN)).isEmpty();
        assertThat(seats.answered(2, 3_000, SOLD)).isEmpty();
        assertThat(seats.answered(1, 3_000, SOLD)).map(Alarm::kind).contains(Kind.LATE_SALE);
    }

    private static Answer sold(int ticket) {
        return new Answer(new Outcome.Sold(ticket), "w1", false);
    }
}
