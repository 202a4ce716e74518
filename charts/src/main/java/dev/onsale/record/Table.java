package dev.onsale.record;

import dev.onsale.core.history.Level;
import dev.onsale.record.TrialResult.Measured;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A run's result as a table for people: aligned text for a terminal, or Markdown. A trial that failed has dashes for figures. */
public final class Table {
    private static final List<Column> ALL = List.of(
            text("architecture", row -> row.setup().architecture()),
            text("model", row -> row.setup().model()),
            text("workload", row -> row.setup().workload()),
            text("strategy", row -> row.setup().strategy()),
            number("workers", row -> Integer.toString(row.setup().workers())),
            number("repeat", row -> Integer.toString(row.setup().repeat())),
            number("service ms", row -> plain(row.setup().further().serviceMs())),
            number("ops/s", measured("%,.0f", m -> m.figures().throughputOpsS())),
            number("p50 ms", measured("%,.2f", m -> m.figures().p50Ms())),
            number("p99 ms", measured("%,.2f", m -> m.figures().p99Ms())),
            number("sold", measured("%,d", m -> m.figures().sold())),
            number("rejected", measured("%,d", m -> m.figures().rejected())),
            text("verdict", row -> row.measured().map(m -> m.verdict().name()).orElse("failed")),
            text("level", row -> row.measured().map(Table::level).orElse("-")),
            text(
                    "retries agree",
                    row -> row.measured().flatMap(m -> m.proof().retriesAgree()).orElse("-")));

    private record Column(String title, boolean right, Function<TrialRow, String> cell) {}

    private final List<Column> columns;
    private final List<List<String>> lines = new ArrayList<>();

    /** The table of these trials, in their order. */
    public Table(Collection<TrialRow> rows) {
        columns = ALL.stream().filter(column -> tells(column, rows)).toList();
        lines.add(columns.stream().map(Column::title).toList());
        for (TrialRow row : rows) {
            lines.add(columns.stream().map(column -> column.cell().apply(row)).toList());
        }
    }

    /** A workload is shown where the model does not say which, a repeat where there are several, and retries where there were any. */
    private static boolean tells(Column column, Collection<TrialRow> rows) {
        return switch (column.title()) {
            case "workload" ->
                rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> row.setup().model(),
                                Collectors.mapping(row -> row.setup().workload(), Collectors.toSet())))
                        .values()
                        .stream()
                        .anyMatch(workloads -> workloads.size() > 1);
            case "service ms" ->
                rows.stream().map(row -> column.cell().apply(row)).distinct().count() > 1;
            case "repeat" -> rows.stream().anyMatch(row -> row.setup().repeat() > 1);
            case "retries agree" ->
                rows.stream().anyMatch(row -> !column.cell().apply(row).equals("-"));
            default -> true;
        };
    }

    private static String plain(OptionalDouble value) {
        return value.isPresent()
                ? BigDecimal.valueOf(value.getAsDouble()).stripTrailingZeros().toPlainString()
                : "-";
    }

    /** The level observed, and the one declared where that is another. */
    private static String level(Measured measured) {
        return measured.proof()
                .declared()
                .filter(declared -> !declared.equals(measured.level()))
                .map(declared -> measured.level()
                        + (declared.equals(Level.BROKEN.name()) ? ", nothing promised" : ", declared " + declared))
                .orElse(measured.level());
    }

    /** Aligned columns, two blanks apart, each line ended by a line feed. */
    public String text() {
        return lines.stream()
                .map(line -> String.join("  ", padded(line)).stripTrailing() + '\n')
                .collect(Collectors.joining());
    }

    /** A Markdown table, readable as text, too. */
    public String markdown() {
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            table.append("| ").append(String.join(" | ", padded(line))).append(" |\n");
            if (line == lines.get(0)) {
                for (int column = 0; column < columns.size(); column++) {
                    boolean right = columns.get(column).right();
                    table.append('|').append("-".repeat(width(column) + 1)).append(right ? ":" : "-");
                }
                table.append("|\n");
            }
        }
        return table.toString();
    }

    private List<String> padded(List<String> line) {
        return IntStream.range(0, line.size())
                .mapToObj(column -> {
                    String blanks = " ".repeat(width(column) - line.get(column).length());
                    return columns.get(column).right() ? blanks + line.get(column) : line.get(column) + blanks;
                })
                .toList();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static Column text(String title, Function<TrialRow, String> cell) {
        return new Column(title, false, cell);
    }

    private static Column number(String title, Function<TrialRow, String> cell) {
        return new Column(title, true, cell);
    }

    private static Function<TrialRow, String> measured(String format, Function<Measured, Object> figure) {
        return row -> row.measured()
                .map(m -> String.format(Locale.ROOT, format, figure.apply(m)))
                .orElse("-");
    }
}
