package dev.onsale.harness.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text: aligned for a terminal, or Markdown. */
final class Grid {
    private final List<String> titles;

    /** Whether a column is of numbers, by which it is aligned. */
    private final List<Boolean> numbers;

    private final List<List<String>> lines = new ArrayList<>();

    /** @param titles of the columns; one of numbers begins with {@code #}, which is not shown */
    Grid(String... titles) {
        this.titles = Arrays.stream(titles)
                .map(title -> title.startsWith("#") ? title.substring(1) : title)
                .toList();
        this.numbers = Arrays.stream(titles).map(title -> title.startsWith("#")).toList();
    }

    void add(String... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException("must be " + titles.size() + " cells: " + Arrays.toString(cells));
        }
        lines.add(List.of(cells));
    }

    /** Columns two spaces apart, a line feed after each line. */
    String text() {
        int[] widths = IntStream.range(0, titles.size())
                .map(column -> Math.max(
                        titles.get(column).length(),
                        lines.stream()
                                .mapToInt(line -> line.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        StringBuilder text = new StringBuilder(line(titles, widths));
        lines.forEach(line -> text.append(line(line, widths)));
        return text.toString();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String room = " ".repeat(widths[i] - cells.get(i).length());
            text.append(numbers.get(i) ? room + cells.get(i) : cells.get(i) + room)
                    .append("  ");
        }
        return text.toString().stripTrailing() + "\n";
    }

    /** A line feed after each line. */
    String markdown() {
        StringBuilder text = new StringBuilder(row(titles));
        text.append(row(numbers.stream().map(number -> number ? "---:" : "---").toList()));
        lines.forEach(line -> text.append(row(line)));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
