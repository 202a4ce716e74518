package dev.onsale.charts;

import dev.onsale.charts.Panel.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Seats in rows of a round number, from the top left; when there are more than can be told apart, several in a cell.
 *
 * @param columns cells in a row
 */
record SeatGrid(int seats, int seatsPerCell, int columns) {
    private static final int MOST_CELLS = 40_000;
    private static final int ROW_LABELS = 5;

    /** Reads a value for the seats from one to another, both included. */
    interface Reader {
        double read(int from, int to);
    }

    static SeatGrid of(int seats) {
        int seatsPerCell = round((seats + MOST_CELLS - 1) / MOST_CELLS);
        int cells = (seats + seatsPerCell - 1) / seatsPerCell;
        return new SeatGrid(seats, seatsPerCell, round((int) Math.ceil(Math.sqrt(cells))));
    }

    /** The lowest of 1, 2 and 5 times a power of ten that is not below this. */
    private static int round(int least) {
        int power = 1;
        while (5 * power < least) {
            power *= 10;
        }
        return least <= power ? power : least <= 2 * power ? 2 * power : 5 * power;
    }

    private int cells() {
        return (seats + seatsPerCell - 1) / seatsPerCell;
    }

    private int rows() {
        return (cells() + columns - 1) / columns;
    }

    /** The value of each cell. */
    List<Double> cells(Reader reader) {
        List<Double> values = new ArrayList<>(cells());
        for (int from = 1; from <= seats; from += seatsPerCell) {
            values.add(reader.read(from, Math.min(seats, from + seatsPerCell - 1)));
        }
        return values;
    }

    /** The middle of a seat's cell. */
    Point place(int seat) {
        int cell = (seat - 1) / seatsPerCell;
        return new Point(cell % columns + 0.5, rows() - cell / columns - 0.5);
    }

    Axis x() {
        List<Axis.Tick> ticks = new ArrayList<>();
        int step = Math.max(1, columns / 4);
        for (int column = 0; column < columns; column += step) {
            ticks.add(new Axis.Tick(column, "+" + Axis.number((double) column * seatsPerCell)));
        }
        String cell = seatsPerCell == 1 ? "" : ", " + Axis.number(seatsPerCell) + " seats a cell";
        return new Axis("seats further in the row" + cell, 0, columns, ticks, false);
    }

    Axis y(String title) {
        List<Axis.Tick> ticks = new ArrayList<>();
        int step = Math.max(1, rows() / ROW_LABELS);
        for (int row = 0; row < rows(); row += step) {
            double first = (double) row * columns * seatsPerCell + 1;
            ticks.add(new Axis.Tick(rows() - row - 0.5, Axis.number(first)));
        }
        return new Axis(title, 0, rows(), ticks, false);
    }
}
