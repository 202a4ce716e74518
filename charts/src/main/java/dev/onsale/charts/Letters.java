package dev.onsale.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** Text on a picture. */
final class Letters {
    private Letters() {}

    static double width(Graphics2D g, String text, Font font) {
        return text.isEmpty() ? 0 : new TextLayout(text, font, g.getFontRenderContext()).getAdvance();
    }

    /** With the beginning (0), the middle (0.5) or the end (1) at x. */
    static void draw(Graphics2D g, String text, double x, double baseline, Font font, Color color, double align) {
        if (!text.isEmpty()) {
            g.setColor(color);
            TextLayout layout = new TextLayout(text, font, g.getFontRenderContext());
            layout.draw(g, (float) (x - layout.getAdvance() * align), (float) baseline);
        }
    }

    /** Read from the bottom up, with the beginning, the middle or the end at y. */
    static void drawUpright(
            Graphics2D g, String text, double baseline, double y, Font font, Color color, double align) {
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, baseline, y);
        draw(g, text, baseline, y, font, color, align);
        g.setTransform(before);
    }

    /** The text in lines no wider than this, broken at blanks. */
    static List<String> wrap(Graphics2D g, String text, Font font, double width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && width(g, line + " " + word, font) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
