package dev.onsale.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.record.TrialResult.Failed;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final TrialRow ROW = ResultsFileTest.row("a", 2);
    private static final Table TABLE = new Table(List.of(ROW, new TrialRow(ROW.setup(), new Failed("no broker"))));

    @Test
    void isAlignedText() {
        assertThat(TABLE.text()).isEqualTo("""
                        architecture  model       strategy  workers   ops/s  p50 ms  p99 ms    sold  rejected  verdict
                        direct        unnumbered  lua             2  13,333    0.25    1.00  20,000         0  VALID
                        direct        unnumbered  lua             2       -       -       -       -         -  failed
                        """);
    }

    @Test
    void isMarkdown() {
        assertThat(new Table(List.of(ROW)).markdown()).isEqualTo("""
                        | architecture | model      | strategy | workers |  ops/s | p50 ms | p99 ms |   sold | rejected | verdict |
                        |--------------|------------|----------|--------:|-------:|-------:|-------:|-------:|---------:|---------|
                        | direct       | unnumbered | lua      |       2 | 13,333 |   0.25 |   1.00 | 20,000 |        0 | VALID   |
                        """);
    }
}
