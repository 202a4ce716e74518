package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Verdict;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    @TempDir
    Path runs;

    @BeforeAll
    static void fonts() {
        Fonts.install();
    }

    @Test
    void aMatrixHasEveryPlot() throws IOException {
        RunDirectory run = new SyntheticRun().write(runs);
        List<PlotResult> results = Charts.draw(run);
        assertThat(results).hasSize(5);
    }

    @Test
    void scratch() throws IOException {
        Path out = Path.of("/tmp/plots");
        Charts.draw(new SyntheticRun().write(out.resolve("a")));
        Charts.draw(new SyntheticRun()
                .repeats(3)
                .change(row -> switch (row.setup().trial()) {
                    case "direct-numbered-lock-w2-r1" -> SyntheticRun.judged(row, Verdict.INVALID, 13, 0);
                    case "indirect-unnumbered-lua-w4-r2" -> SyntheticRun.judged(row, Verdict.UNKNOWN, 0, 3);
                    default ->
                        row.setup().trial().startsWith("indirect-numbered-lua-w2")
                                ? SyntheticRun.failed(row, "the broker did not start: connection refused")
                                : row;
                })
                .write(out.resolve("b")));
        Charts.draw(new SyntheticRun()
                .architectures("direct")
                .models("numbered")
                .strategies("lua")
                .workers(2)
                .write(out.resolve("c")));
        Charts.draw(new SyntheticRun()
                .strategies("atomic-long", "lock", "lua", "memory", "racy", "sql-row", "sql-serializable", "redlock")
                .workers(1, 2, 3, 4, 6, 8, 12, 16)
                .write(out.resolve("d")));
    }
}
