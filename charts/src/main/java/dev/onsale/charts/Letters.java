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
        return text.isEmpty() ? 0 : layout(g, text, font).getAdvance();
    }

    /** With the beginning (0), the middle (0.5) or the end (1) at x. */
    static void draw(Graphics2D g, String text, double x, double baseline, Font font, Color color, double align) {
        if (!text.isEmpty()) {
            g.setColor(color);
            TextLayout layout = layout(g, text, font);
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

    private static TextLayout layout(Graphics2D g, String text, Font font) {
        return new TextLayout(Fonts.shown(text), font, g.getFontRenderContext());
    }

    /** The text in lines no wider than this, broken at blanks, and within a word that is wider. */
    static List<String> wrap(Graphics2D g, String text, Font font, double width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String whole : Fonts.shown(text).split(" ", -1)) {
            String word = whole;
            if (!line.isEmpty() && width(g, line + " " + word, font) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (line.isEmpty() && width(g, word, font) > width) {
                int end = fitting(g, word, font, width);
                lines.add(word.substring(0, end));
                word = word.substring(end);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** How much of a word is no wider than this; at least a letter. */
    private static int fitting(Graphics2D g, String word, Font font, double width) {
        int end = word.offsetByCodePoints(0, 1);
        while (end < word.length() && width(g, word.substring(0, word.offsetByCodePoints(end, 1)), font) <= width) {
            end = word.offsetByCodePoints(end, 1);
        }
        return end;
    }
}
