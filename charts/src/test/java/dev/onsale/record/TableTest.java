package dev.onsale.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.record.TrialResult.Failed;
import dev.onsale.record.TrialResult.Measured;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final TrialRow ROW = ResultsFileTest.row("a", 2);
    private static final Table TABLE = new Table(List.of(ROW, new TrialRow(ROW.setup(), new Failed("no broker"))));

    @Test
    void isAlignedText() {
        assertThat(TABLE.text()).isEqualTo("""
                        architecture  model       strategy  workers   ops/s  p50 ms  p99 ms    sold  rejected  verdict  level
                        direct        unnumbered  lua             2  13,333    0.25    1.00  20,000         0  VALID    EXACT
                        direct        unnumbered  lua             2       -       -       -       -         -  failed   -
                        """);
    }

    @Test
    void isMarkdown() {
        assertThat(new Table(List.of(ROW)).markdown()).isEqualTo("""
                        | architecture | model      | strategy | workers |  ops/s | p50 ms | p99 ms |   sold | rejected | verdict | level |
                        |--------------|------------|----------|--------:|-------:|-------:|-------:|-------:|---------:|---------|-------|
                        | direct       | unnumbered | lua      |       2 | 13,333 |   0.25 |   1.00 | 20,000 |        0 | VALID   | EXACT |
                        """);
    }

    @Test
    void saysWhatOnlySomeRunsHave() {
        Measured measured = (Measured) ROW.result();
        Proof proof = new Proof(
                Optional.of("SAFE"),
                OptionalInt.of(3),
                OptionalInt.of(1),
                Optional.of("yes"),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty());
        TrialRow retried = new TrialRow(
                ROW.setup(),
                new Measured(
                        measured.figures(), measured.verdict(), measured.level(), measured.detail(), proof, Cost.NONE));
        assertThat(new Table(List.of(ROW, retried)).text()).isEqualTo("""
                        architecture  model       strategy  workers   ops/s  p50 ms  p99 ms    sold  rejected  verdict  level                 retries agree
                        direct        unnumbered  lua             2  13,333    0.25    1.00  20,000         0  VALID    EXACT                 -
                        direct        unnumbered  lua             2  13,333    0.25    1.00  20,000         0  VALID    EXACT, declared SAFE  yes
                        """);
    }
}
