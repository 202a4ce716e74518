package dev.onsale.charts;

import dev.onsale.charts.Panel.Bars;
import dev.onsale.charts.Panel.Cells;
import dev.onsale.charts.Panel.Guide;
import dev.onsale.charts.Panel.Line;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Span;
import dev.onsale.charts.Panel.Spans;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Panel.Whisker;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Paints a panel: the series by XChart, in a chart without any margin; what XChart does not know, and axes and texts around it, by hand, so
 * that the panels of a sheet line up and each tick is where it belongs.
 */
final class PanelPainter {
    private static final Color GRID = new Color(0xE3, 0xE6, 0xEA);
    private static final Color NONE = new Color(255, 255, 255, 0);
    private static final BasicStroke THIN = new BasicStroke(1);
    private static final BasicStroke WHISKER = new BasicStroke(1.5f);
    static final BasicStroke GUIDE =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);
    static final int MARKER_SIZE = 11;
    /** A line of more points than this is a curve. */
    private static final int CURVE = 50;

    private static final double BAR_SHARE = 0.82;
    private static final double WIDEST_BAR = 64;

    /** XChart cuts off what leaves its plot; so its plot is larger than ours by half a marker with its cross. */
    private static final int OVERHANG = 10;

    private static final float HEADING_SIZE = 14;
    private static final float TICK_SIZE = 13;
    private static final float TITLE_SIZE = 13.5f;

    /** What an x axis takes below its plot. */
    static int below(Axis x) {
        return 22 + 19 * x.groups().size() + (x.title().isEmpty() ? 0 : 20);
    }

    /** What a y axis takes beside its plot. */
    static int beside(Graphics2D g, Axis y) {
        int widest = y.ticks().stream()
                .mapToInt(tick -> (int) Math.ceil(Letters.width(g, tick.label(), Fonts.regular(TICK_SIZE))))
                .max()
                .orElse(0);
        return widest + 10 + (y.title().isEmpty() ? 0 : 24);
    }

    private final Graphics2D g;
    private final Panel panel;
    private final Rectangle2D plot;

    PanelPainter(Graphics2D g, Panel panel, Rectangle2D plot) {
        this.g = g;
        this.panel = panel;
        this.plot = plot;
    }

    void paint() {
        paintTitle();
        paintGrid();
        panel.layers(Cells.class).forEach(this::paint);
        panel.layers(Spans.class).forEach(this::paint);
        if (!panel.layers(Bars.class).isEmpty()) {
            paint(bars(), 0);
        } else {
            XYChart chart = xy();
            if (!chart.getSeriesCollection().isEmpty()) {
                paint(chart, OVERHANG);
            }
        }
        paintXAxis();
        paintYAxis();
        panel.layers(Text.class).forEach(this::paint);
    }

    private void paint(Chart<?, ?> chart, int overhang) {
        Graphics2D inside = (Graphics2D) g.create();
        inside.translate(plot.getX() - overhang, plot.getY() - overhang);
        chart.paint(inside, (int) plot.getWidth() + 2 * overhang, (int) plot.getHeight() + 2 * overhang);
        inside.dispose();
    }

    private void paint(Spans spans) {
        for (Span span : spans.spans()) {
            double top = y(span.y() + 0.5);
            double width = x(span.to()) - x(span.from());
            spans.stripe().paint(g, new Rectangle2D.Double(x(span.from()), top, width, y(span.y() - 0.5) - top));
        }
    }

    /** As an image stretched to its place, so that there are no seams between cells. */
    private void paint(Cells cells) {
        int columns = cells.columns();
        int rows = (cells.values().size() + columns - 1) / columns;
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < cells.values().size(); i++) {
            Color color = cells.shades().of(cells.values().get(i));
            image.setRGB(i % columns, i / columns, color.getRGB());
        }
        AffineTransform place = new AffineTransform(
                plot.getWidth() / columns, 0, 0, plot.getHeight() / rows, plot.getMinX(), plot.getMinY());
        g.drawImage(image, place, null);
        g.setStroke(THIN);
        g.setColor(Look.FAINT);
        g.draw(plot);
    }

    private XYChart xy() {
        XYChart chart = new XYChart(1, 1);
        bare(chart.getStyler());
        double xOverhang = OVERHANG * (panel.x().max() - panel.x().min()) / plot.getWidth();
        double yOverhang = OVERHANG * (panel.y().max() - panel.y().min()) / plot.getHeight();
        chart.getStyler().setXAxisMin(panel.x().min() - xOverhang);
        chart.getStyler().setXAxisMax(panel.x().max() + xOverhang);
        chart.getStyler().setYAxisMin(panel.y().min() - yOverhang);
        chart.getStyler().setYAxisMax(panel.y().max() + yOverhang);
        for (Panel.Layer layer : panel.layers()) {
            if (layer instanceof Guide guide) {
                add(chart, List.of(guide.from(), guide.to()), Look.FAINT, GUIDE, SeriesMarkers.NONE);
            } else if (layer instanceof Whisker whisker) {
                add(chart, List.of(whisker.from(), whisker.to()), whisker.look().color(), WHISKER, cap(whisker));
            } else if (layer instanceof Line line) {
                add(chart, line.points(), line.look().color(), line.look().stroke(), SeriesMarkers.NONE)
                        .setSmooth(line.points().size() > CURVE); // or the dashes begin anew at each point
            } else if (layer instanceof Points points) {
                Marker mark = new Mark(points.look(), points.verdict());
                add(chart, points.points(), points.look().color(), null, mark);
            }
        }
        return chart;
    }

    private static XYSeries add(
            XYChart chart, List<Point> points, Color color, @Nullable BasicStroke stroke, Marker marker) {
        double[] xs = points.stream().mapToDouble(Point::x).toArray();
        double[] ys = points.stream().mapToDouble(Point::y).toArray();
        XYSeries series =
                chart.addSeries(Integer.toString(chart.getSeriesCollection().size()), xs, ys);
        series.setLineColor(color);
        series.setLineStyle(stroke == null ? SeriesLines.NONE : stroke);
        series.setMarker(marker);
        series.setMarkerColor(color);
        return series;
    }

    private CategoryChart bars() {
        CategoryChart chart = new CategoryChart(1, 1);
        bare(chart.getStyler());
        chart.getStyler().setStacked(true);
        int places = panel.layers(Bars.class).get(0).values().size();
        chart.getStyler().setAvailableSpaceFill(Math.min(BAR_SHARE, WIDEST_BAR * places / plot.getWidth()));
        for (Bars bars : panel.layers(Bars.class)) {
            List<Integer> numbers = IntStream.range(0, places).boxed().toList();
            chart.addSeries(bars.series(), new ArrayList<>(numbers), new ArrayList<>(bars.values()))
                    .setFillColor(bars.fill());
        }
        chart.getStyler().setYAxisMin(panel.y().min());
        chart.getStyler().setYAxisMax(panel.y().max());
        return chart;
    }

    /** Takes away all that XChart draws around the series. */
    private static void bare(AxesChartStyler styler) {
        styler.setAxisTicksVisible(false);
        styler.setAxisTitlesVisible(false);
        styler.setAxisTickMarkLength(0);
        styler.setAxisTickPadding(0);
        styler.setAxisTitlePadding(0);
        styler.setPlotGridLinesVisible(false);
        styler.setPlotTicksMarksVisible(false);
        styler.setPlotMargin(0);
        styler.setPlotContentSize(1);
        styler.setPlotBorderVisible(false);
        styler.setPlotBackgroundColor(NONE);
        styler.setChartBackgroundColor(NONE);
        styler.setChartPadding(0);
        styler.setChartTitleVisible(false);
        styler.setLegendVisible(false);
        styler.setMarkerSize(MARKER_SIZE);
    }

    /** Smaller when it would not fit. */
    private void paintTitle() {
        double width = Letters.width(g, panel.title(), Fonts.bold(HEADING_SIZE));
        float size = (float) (HEADING_SIZE * Math.min(1, plot.getWidth() / Math.max(1, width)));
        Letters.draw(g, panel.title(), plot.getX(), plot.getY() - 12, Fonts.bold(size), Look.INK, 0);
    }

    private void paintGrid() {
        g.setStroke(THIN);
        g.setColor(GRID);
        for (Axis.Tick tick : panel.x().ticks()) {
            if (panel.x().grid()) {
                double x = x(tick.at());
                g.draw(new Line2D.Double(x, plot.getMinY(), x, plot.getMaxY()));
            }
        }
        for (Axis.Tick tick : panel.y().ticks()) {
            if (panel.y().grid()) {
                double y = y(tick.at());
                g.draw(new Line2D.Double(plot.getMinX(), y, plot.getMaxX(), y));
            }
        }
    }

    private void paintXAxis() {
        g.setStroke(THIN);
        g.setColor(Look.FAINT);
        g.draw(new Line2D.Double(plot.getMinX(), plot.getMaxY(), plot.getMaxX(), plot.getMaxY()));
        double free = Double.NEGATIVE_INFINITY;
        for (Axis.Tick tick : panel.x().ticks()) {
            double half = Letters.width(g, tick.label(), Fonts.regular(TICK_SIZE)) / 2;
            if (x(tick.at()) - half > free) { // else it would touch the one before
                Letters.draw(
                        g, tick.label(), x(tick.at()), plot.getMaxY() + 17, Fonts.regular(TICK_SIZE), Look.INK, 0.5);
                free = x(tick.at()) + half + 3;
            }
        }
        double baseline = plot.getMaxY() + 17;
        for (List<Axis.Group> level : panel.x().groups()) {
            baseline += 19;
            for (Axis.Group group : level) {
                g.setColor(GRID);
                g.draw(new Line2D.Double(x(group.from()) + 4, baseline - 14, x(group.to()) - 4, baseline - 14));
                double middle = (x(group.from()) + x(group.to())) / 2;
                if (Letters.width(g, group.label(), Fonts.regular(TICK_SIZE)) < x(group.to()) - x(group.from())) {
                    Letters.draw(g, group.label(), middle, baseline, Fonts.regular(TICK_SIZE), Look.INK, 0.5);
                }
            }
        }
        Letters.draw(g, panel.x().title(), plot.getCenterX(), baseline + 20, Fonts.regular(TITLE_SIZE), Look.INK, 0.5);
    }

    private void paintYAxis() {
        for (Axis.Tick tick : panel.y().ticks()) {
            double baseline = y(tick.at()) + TICK_SIZE * 0.36;
            Letters.draw(g, tick.label(), plot.getMinX() - 8, baseline, Fonts.regular(TICK_SIZE), Look.INK, 1);
        }
        double left = plot.getMinX() - beside(g, panel.y()) + 12;
        Letters.drawUpright(g, panel.y().title(), left, plot.getCenterY(), Fonts.regular(TITLE_SIZE), Look.INK, 0.5);
    }

    private void paint(Text text) {
        Font font = text.bold() ? Fonts.bold(TICK_SIZE - 1) : Fonts.regular(TICK_SIZE - 1);
        double x = x(text.at().x());
        double y = y(text.at().y());
        double half = font.getSize2D() * 0.36;
        if (text.upright()) {
            Letters.drawUpright(g, text.text(), x + half, y, font, text.color(), text.align());
        } else {
            double width = Letters.width(g, text.text(), font) + 6; // the grid ends before it
            g.setColor(Color.WHITE);
            g.fill(new Rectangle2D.Double(x - 3 - (width - 6) * text.align(), y - 8, width, 16));
            Letters.draw(g, text.text(), x, y + half, font, text.color(), text.align());
        }
    }

    private double x(double value) {
        return plot.getMinX() + panel.x().fraction(value) * plot.getWidth();
    }

    private double y(double value) {
        return plot.getMaxY() - panel.y().fraction(value) * plot.getHeight();
    }

    /** Ends a whisker, across its direction. */
    private static Marker cap(Whisker whisker) {
        boolean level = whisker.from().y() == whisker.to().y();
        return new Marker() {
            @Override
            public void paint(Graphics2D g, double x, double y, int size) {
                g.setStroke(WHISKER);
                g.draw(level ? new Line2D.Double(x, y - 4, x, y + 4) : new Line2D.Double(x - 4, y, x + 4, y));
            }
        };
    }
}
