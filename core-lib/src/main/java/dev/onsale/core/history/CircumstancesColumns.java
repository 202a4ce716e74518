package dev.onsale.core.history;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What happened to the system, and the load's bound, in the stored form. A number that may be missing is stored as one more, or 0. */
final class CircumstancesColumns {
    private CircumstancesColumns() {}

    static void write(Evidence evidence, PackedOutput out) throws IOException {
        Circumstances seen = evidence.circumstances();
        out.raw(seen.known() ? 1 : 0);
        HistoryFile.writeTexts(seen.lostWorkers().stream().sorted().toList(), out);
        write(seen.redeliveries(), out);
        write(seen.mismatchedReplies(), out);
        write(seen.leftInQueue(), out);
        write(seen.deadLetters(), out);
        HistoryFile.writeTexts(seen.stopped().map(List::of).orElse(List.of()), out);
        out.number(evidence.underWay().isPresent() ? evidence.underWay().getAsInt() + 1L : 0);
    }

    private static void write(OptionalLong number, PackedOutput out) throws IOException {
        out.number(number.isPresent() ? number.getAsLong() + 1 : 0);
    }

    static Circumstances read(PackedInput in) throws IOException {
        boolean known = in.count("whether circumstances are known", 1) == 1;
        return new Circumstances(
                new HashSet<>(HistoryFile.readTexts("lost workers", in)),
                number(in),
                number(in),
                number(in),
                number(in),
                HistoryFile.readTexts("reasons to stop", in).stream().findFirst(),
                known);
    }

    private static OptionalLong number(PackedInput in) throws IOException {
        long stored = in.number();
        return stored == 0 ? OptionalLong.empty() : OptionalLong.of(stored - 1);
    }

    static OptionalInt readUnderWay(PackedInput in) throws IOException {
        int stored = in.count("attempts under way", Integer.MAX_VALUE);
        return stored == 0 ? OptionalInt.empty() : OptionalInt.of(stored - 1);
    }
}
