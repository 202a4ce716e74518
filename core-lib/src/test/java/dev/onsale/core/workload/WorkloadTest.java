package dev.onsale.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
    @Test
    void anyTicketsAreSoldUntilThereAreNone() throws IOException {
        Workload workload = read("BUY a 1\nBUY b 2\nBUY a 1\nBUY c 3\n");
        assertThat(workload.demand(2)).isEqualTo(new Demand(3, 2, 1, 0));
        assertThat(workload.demand(3)).isEqualTo(new Demand(3, 3, 0, 0));
        assertThat(workload.demand(4)).isEqualTo(new Demand(3, 3, 0, 0));
    }

    @Test
    void everySeatWantedIsSoldOnce() throws IOException {
        Workload workload = read("BUY a 1 1\nBUY b 1 2\nBUY a 3 3\nBUY a 0 4\nBUY a -3 5\nBUY b 1 2\nBUY a 0 4\n");
        assertThat(workload.demand(2)).isEqualTo(new Demand(5, 1, 1, 3));
        assertThat(workload.demand(3)).isEqualTo(new Demand(5, 2, 1, 2));
        assertThat(workload.demand(1_000_000)).isEqualTo(new Demand(5, 2, 1, 2));
    }

    @Test
    void onlyTheRetryItselfIsNotCounted() throws IOException {
        assertThat(read("BUY a 1 1\nBUY b 9 2\nBUY a 1 1\n").demand(5)).isEqualTo(new Demand(2, 1, 0, 1));
    }

    @Test
    void noSaleHasLessThanOneTicket() throws IOException {
        Workload workload = read("BUY a 1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workload.demand(0))
                .withMessage("must be >= 1: capacity=0");
    }

    @Test
    void itSaysWhatItIs() throws IOException {
        assertThat(read("BUY a 1 1\nBUY a 1 1\n")).hasToString("t (numbered, 2 purchases)");
    }

    private static Workload read(String text) throws IOException {
        return new WorkloadParser(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "t.txt")
                .parse("t", "t.txt");
    }
}
