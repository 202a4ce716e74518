package dev.onsale.record;

import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialResult.Failed;
import dev.onsale.record.TrialResult.Measured;
import java.util.OptionalInt;
import java.util.Random;

/** Rows as no run would produce them, from a seed: awkward text, and figures of every size. */
final class RandomRows {
    private static final String[] AWKWARD = {
        "",
        "plain",
        "a,b",
        "say \"no\"",
        "'",
        "ünï – 票",
        " blanks ",
        "\t",
        "=1+1",
        "\"",
        ",",
        ",,\"\",",
        "#",
        "\\N",
        "\u0000"
    };

    private final Random random;

    RandomRows(long seed) {
        random = new Random(seed);
    }

    TrialRow row(String trial) {
        TrialSetup setup = new TrialSetup(
                trial,
                text(),
                text(),
                text(),
                1 + random.nextInt(64),
                1 + random.nextInt(9),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                1 + random.nextInt(1000),
                1 + random.nextInt(100),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1000)));
        return new TrialRow(setup, random.nextInt(4) == 0 ? new Failed("why: " + text()) : measured());
    }

    private Measured measured() {
        Figures figures = new Figures(
                random.nextLong() >>> 1,
                random.nextInt(1 << 20),
                random.nextInt(1 << 20),
                random.nextInt(3),
                random.nextInt(3),
                figure(),
                figure(),
                figure(),
                figure(),
                figure(),
                figure(),
                figure());
        Verdict[] verdicts = Verdict.values();
        return new Measured(figures, verdicts[random.nextInt(verdicts.length)], text(), text());
    }

    private String text() {
        return AWKWARD[random.nextInt(AWKWARD.length)];
    }

    /** Six decimals, from a millionth to ten million. */
    private double figure() {
        return Math.round(Math.pow(10, random.nextDouble() * 13)) / 1e6;
    }
}
