package dev.onsale.charts;

import dev.onsale.charts.Sheet.Entry;
import dev.onsale.charts.Sheet.Fill;
import dev.onsale.charts.Sheet.Guide;
import dev.onsale.charts.Sheet.Interval;
import dev.onsale.charts.Sheet.Series;
import dev.onsale.core.history.Verdict;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lays a sheet out and paints it, at twice the density of a screen. */
final class SheetPainter {
    static final int WIDTH = 1200;
    static final int DENSITY = 2;

    private static final int MARGIN = 30;
    private static final int GAP = 26;
    private static final int COLUMN_GAP = 38;
    private static final int PANEL_TITLE = 34;
    private static final int LEGEND_LINE = 26;
    private static final int LINE_SAMPLE = 40;
    private static final int MARK_SAMPLE = 16;
    private static final int FOOTER_LINE = 17;
    private static final Font TITLE = Fonts.bold(23);
    private static final Font SUBTITLE = Fonts.regular(14.5f);
    private static final Font LEGEND = Fonts.regular(14.5f);
    private static final Font BADGE = Fonts.bold(14);
    private static final Font NOTE = Fonts.bold(12);
    private static final Font FOOTER = Fonts.regular(12);
    private static final Color GOOD = new Color(0x1B, 0x5E, 0x20);

    private final Sheet sheet;
    private final String badge;
    private final boolean good;
    private final List<String> notes;
    private final List<String> footer;

    SheetPainter(Sheet sheet, RunData run) {
        this.sheet = sheet;
        this.badge = Footer.badge(run.rows());
        this.good = run.rows().stream()
                .allMatch(row -> row.measured().isPresent() && row.result().verdict() == Verdict.VALID);
        this.notes = Footer.notes(run);
        this.footer = Footer.lines(run);
        if (Stream.of(sheet.texts(), notes, footer)
                .flatMap(List::stream)
                .anyMatch(t -> !Fonts.shown(t).equals(t))) {
            footer.add("[U+…] stands for a character that DejaVu Sans, the typeface of this picture, does not have");
        }
    }

    BufferedImage paint() {
        BufferedImage scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        int height = paint(graphics(scratch)); // once off the picture, to learn how high it becomes
        BufferedImage image = new BufferedImage(WIDTH * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = graphics(image);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, height);
        paint(g);
        g.dispose();
        return image;
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(DENSITY, DENSITY);
        return g;
    }

    /** Answers the height. */
    private int paint(Graphics2D g) {
        int y = MARGIN;
        if (!badge.isEmpty()) {
            paintBadge(g, y);
        }
        Letters.draw(g, sheet.title(), MARGIN, y + 21, TITLE, Look.INK, 0);
        y += 30;
        for (String line : Letters.wrap(g, sheet.subtitle(), SUBTITLE, WIDTH - 2 * MARGIN)) {
            y += 21;
            Letters.draw(g, line, MARGIN, y, SUBTITLE, Look.FAINT, 0);
        }
        y = paintLegend(g, y + 12);
        y = paintGrid(g, y + 8);
        y += 10;
        g.setColor(Look.FAINT);
        g.setStroke(new BasicStroke(0.5f));
        g.draw(new Line2D.Double(MARGIN, y, WIDTH - MARGIN, y));
        y += 3;
        for (String note : notes) {
            y += FOOTER_LINE;
            Letters.draw(g, note, MARGIN, y, NOTE, Look.INK, 0);
        }
        for (String text : footer) {
            for (String line : Letters.wrap(g, text, FOOTER, WIDTH - 2 * MARGIN)) {
                y += FOOTER_LINE;
                Letters.draw(g, line, MARGIN, y, FOOTER, Look.FAINT, 0);
            }
        }
        return y + MARGIN / 2;
    }

    private void paintBadge(Graphics2D g, int top) {
        String text = (good ? "✓ " : badge.contains(Verdict.INVALID.name()) ? "✗ " : "? ") + badge;
        double width = Letters.width(g, text, BADGE) + 24;
        RoundRectangle2D box = new RoundRectangle2D.Double(WIDTH - MARGIN - width, top - 4, width, 30, 10, 10);
        g.setColor(good ? Color.WHITE : Look.INK);
        g.fill(box);
        g.setColor(good ? GOOD : Look.INK);
        g.setStroke(new BasicStroke(1.5f));
        g.draw(box);
        Letters.draw(g, text, WIDTH - MARGIN - 12, top + 16, BADGE, good ? GOOD : Color.WHITE, 1);
    }

    private int paintLegend(Graphics2D g, int top) {
        double x = MARGIN;
        int y = top;
        for (Entry entry : sheet.legend()) {
            int sample = (entry instanceof Series series && !series.line()) || entry instanceof Fill
                    ? MARK_SAMPLE
                    : LINE_SAMPLE;
            double width = sample + 8 + Letters.width(g, entry.label(), LEGEND);
            if (x > MARGIN && x + width > WIDTH - MARGIN) {
                x = MARGIN;
                y += LEGEND_LINE;
            }
            paintSample(g, entry, x, y + LEGEND_LINE / 2.0, sample);
            Letters.draw(g, entry.label(), x + sample + 8, y + LEGEND_LINE / 2.0 + 5, LEGEND, Look.INK, 0);
            x += width + GAP;
        }
        return y + LEGEND_LINE;
    }

    private static void paintSample(Graphics2D g, Entry entry, double x, double y, int width) {
        Line2D line = new Line2D.Double(x, y, x + width, y);
        if (entry instanceof Series series) {
            if (series.line()) {
                g.setColor(series.look().color());
                g.setStroke(series.look().stroke());
                g.draw(line);
            }
            new Mark(series.look(), series.verdict()).paint(g, x + width / 2.0, y, PanelPainter.MARKER_SIZE);
        } else if (entry instanceof Fill fill) {
            g.setColor(fill.color());
            g.fill(new Rectangle2D.Double(x, y - 7, width, 14));
            g.setColor(Look.FAINT);
            g.setStroke(new BasicStroke(0.5f));
            g.draw(new Rectangle2D.Double(x, y - 7, width, 14));
        } else if (entry instanceof Interval interval) {
            interval.stripe().paint(g, new Rectangle2D.Double(x, y - 5, width, 10));
        } else if (entry instanceof Guide) {
            g.setColor(Look.FAINT);
            g.setStroke(PanelPainter.GUIDE);
            g.draw(line);
        }
    }

    private int paintGrid(Graphics2D g, int top) {
        List<List<Panel>> grid = sheet.grid();
        int columns = grid.get(0).size();
        List<Integer> beside = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int at = column;
            beside.add(grid.stream()
                    .filter(row -> at < row.size())
                    .mapToInt(row -> PanelPainter.beside(g, row.get(at).y()))
                    .max()
                    .orElse(0));
        }
        double shares = sheet.widths().stream().mapToDouble(share -> share).sum();
        double free = WIDTH
                - 2 * MARGIN
                - COLUMN_GAP * (columns - 1)
                - beside.stream().mapToInt(width -> width).sum();
        int y = top;
        for (List<Panel> row : grid) {
            int height = row.stream().mapToInt(Panel::height).max().orElse(0);
            double x = MARGIN;
            for (int column = 0; column < row.size(); column++) {
                x += beside.get(column);
                double width = Math.floor(free * sheet.widths().get(column) / shares);
                new PanelPainter(
                                g,
                                row.get(column),
                                new Rectangle2D.Double(Math.floor(x), y + PANEL_TITLE, width, height))
                        .paint();
                x += width + COLUMN_GAP;
            }
            y += PANEL_TITLE
                    + height
                    + row.stream()
                            .mapToInt(panel -> PanelPainter.below(panel.x()))
                            .max()
                            .orElse(0);
        }
        return y;
    }
}
