package dev.onsale.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/**
 * How an interval is drawn.
 *
 * @param share of its row's height; together with the fill it tells kinds apart in grey
 * @param crossed whether a cross is at its beginning
 */
record Stripe(Color fill, Color edge, double share, boolean crossed) {
    private static final BasicStroke EDGE = new BasicStroke(0.8f);
    private static final BasicStroke CROSS = new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final double CROSS_REACH = 4;

    /** The interval is as long as the row is wide; one too short to be seen is drawn a little longer. */
    void paint(Graphics2D g, Rectangle2D row) {
        double height = row.getHeight() * share;
        Rectangle2D bar = new Rectangle2D.Double(
                row.getMinX(), row.getCenterY() - height / 2, Math.max(1, row.getWidth()), height);
        g.setColor(fill);
        g.fill(bar);
        g.setStroke(EDGE);
        g.setColor(edge);
        g.draw(bar);
        if (crossed) {
            double x = row.getMinX();
            double y = row.getCenterY();
            g.setStroke(CROSS);
            g.setColor(Look.INK);
            g.draw(new Line2D.Double(x - CROSS_REACH, y - CROSS_REACH, x + CROSS_REACH, y + CROSS_REACH));
            g.draw(new Line2D.Double(x - CROSS_REACH, y + CROSS_REACH, x + CROSS_REACH, y - CROSS_REACH));
        }
    }
}
