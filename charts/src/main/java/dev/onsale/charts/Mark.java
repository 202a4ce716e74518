package dev.onsale.charts;

import dev.onsale.core.history.Verdict;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import org.knowm.xchart.style.markers.Marker;

/** A look's marker as the verdict has it: filled when valid, hollow when unknown, hollow and crossed out when invalid. */
final class Mark extends Marker {
    private static final BasicStroke OUTLINE = new BasicStroke(1.8f);
    private static final BasicStroke CROSS = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final Look look;
    private final Verdict verdict;

    Mark(Look look, Verdict verdict) {
        this.look = look;
        this.verdict = verdict;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int size) {
        double radius = size / 2.0;
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(radius, radius);
        Shape shape = place.createTransformedShape(look.marker());
        g.setStroke(OUTLINE);
        g.setColor(verdict == Verdict.VALID ? look.color() : Color.WHITE);
        g.fill(shape);
        g.setColor(verdict == Verdict.VALID ? Color.WHITE : look.color());
        g.setStroke(verdict == Verdict.VALID ? new BasicStroke(1) : OUTLINE);
        g.draw(shape);
        if (verdict == Verdict.INVALID) {
            double reach = radius * 1.5;
            g.setStroke(CROSS);
            g.setColor(Look.INK);
            g.draw(new Line2D.Double(x - reach, y - reach, x + reach, y + reach));
            g.draw(new Line2D.Double(x - reach, y + reach, x + reach, y - reach));
        }
    }
}
