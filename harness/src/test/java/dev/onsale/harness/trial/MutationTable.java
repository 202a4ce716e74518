package dev.onsale.harness.trial;

import dev.onsale.core.history.Report;
import dev.onsale.core.history.Violation;
import dev.onsale.core.history.Violation.Kind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The document about the mutants. What a run changes in it stands between curly quotes. */
final class MutationTable {
    private static final Pattern COUNTEREXAMPLE = Pattern.compile("“[^”]*”");

    private static final String INTRODUCTION = """
            # Mutations

            A checker that has never failed proves nothing: it may be right, or it may be blind. So here it is shown sales that went wrong. Each
            row is a bug of a kind that ticket shops really have, planted in a strategy, a client or a transport, and driven by the harness like
            any other trial: several offices in one process, each with a connection of its own, sell %d tickets or seats on a real Redis. The
            checker is not told what is wrong. It has what the buyers were told and what the store holds in the end, and must find out.

            Each mutant promises as much as a strategy can, so that whatever it does wrong must make its trial `INVALID`; `lock-not-taken`
            promises what `lock` does. Some cannot be proven wrong, because they do nothing, or tell nobody, or refuse what nobody else missed:
            their trials are `UNKNOWN`, which is no pass either.

            - *Convicted of*: the kinds of violation that the checker must name, as `Violation.Kind` explains them. It may name more. Every kind
              that the checker knows is here at least once.
            - *Level*: the best consistency that the evidence still allows.
            - *Counter-example*: what the checker says of the first of these kinds, in one run. Times are in µs since the trial began.

            Below are the controls: under the same loads the strategies as they are must be `VALID`. A checker that convicts everybody proves
            nothing either.

            `MutationTableIT` makes this file, and fails when it sees anything else, counter-examples aside. To make it anew:

            ```
            mvn verify -pl harness -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=MutationTableIT \\
                -Dfailsafe.failIfNoSpecifiedTests=false -Donsale.update.docs=true
            ```

            ## The mutants

            | Mutant | What it does wrong | Load | Workers | Convicted of | Verdict | Level | Counter-example |
            |---|---|---|---|---|---|---|---|
            """;

    private static final String CONTROLS = """

            ## The controls

            A strategy is held to what it promises. When requests are sent again, `atomic-long` only promises never to sell too much.

            | Strategy | Load | Workers | Verdict | Level |
            |---|---|---|---|---|
            """;

    private MutationTable() {}

    static String of(Map<Mutation, Report> mutants, Map<Control, Report> controls) {
        StringBuilder text = new StringBuilder(INTRODUCTION.formatted(MutationLoad.CAPACITY));
        mutants.forEach((mutation, report) -> text.append(row(
                "`" + mutation.name() + "`",
                mutation.wrong(),
                mutation.load().toString(),
                Integer.toString(mutation.workers()),
                mutation.expected().stream().map(Kind::name).collect(Collectors.joining(", ")),
                report.verdict().name(),
                report.observed().name(),
                "“" + counterexample(mutation, report) + "”")));
        text.append(CONTROLS);
        controls.forEach((control, report) -> text.append(row(
                "`" + control.strategy().id() + "`",
                control.load().toString(),
                Integer.toString(control.workers()),
                report.verdict().name(),
                report.observed().name())));
        return text.toString();
    }

    /** The document's lines, without what every run changes. */
    static List<String> lasting(String document) {
        return COUNTEREXAMPLE.matcher(document).replaceAll("“”").lines().toList();
    }

    private static String counterexample(Mutation mutation, Report report) {
        if (mutation.expected().isEmpty()) {
            return String.join(" ", report.doubts());
        }
        return report.violations().stream()
                .filter(violation -> violation.kind() == mutation.expected().get(0))
                .map(Violation::text)
                .findFirst()
                .orElse("");
    }

    private static String row(String... cells) {
        return List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
