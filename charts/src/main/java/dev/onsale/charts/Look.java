package dev.onsale.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a series is drawn. Any two differ in colour, in dashes and in the marker's shape, so they are told apart in grey and by the
 * colour-blind.
 *
 * @param marker within -1..1 in both directions, upside down as on a screen
 */
record Look(Color color, BasicStroke stroke, Shape marker) {
    static final Color INK = new Color(0x22, 0x26, 0x2B);
    static final Color FAINT = new Color(0x6B, 0x72, 0x7B);

    /** For what belongs to no series, such as a ratio of two. */
    static final Look NEUTRAL = new Look(INK, dashed(), new Ellipse2D.Double(-1, -1, 2, 2));

    // The colours of M. Okabe and K. Ito, "Color Universal Design", 2008.
    private static final List<Look> ALL = List.of(
            new Look(new Color(0x00, 0x72, 0xB2), dashed(), new Ellipse2D.Double(-1, -1, 2, 2)),
            new Look(new Color(0xD5, 0x5E, 0x00), dashed(9, 5), polygon(-.88, -.88, .88, -.88, .88, .88, -.88, .88)),
            new Look(new Color(0x00, 0x9E, 0x73), dashed(3, 4), polygon(0, -1.15, 1.1, .85, -1.1, .85)),
            new Look(new Color(0xCC, 0x79, 0xA7), dashed(12, 4, 2, 4), polygon(0, -1.3, 1.15, 0, 0, 1.3, -1.15, 0)),
            new Look(new Color(0xE6, 0x9F, 0x00), dashed(6, 3, 1, 3, 1, 3), polygon(0, 1.15, 1.1, -.85, -1.1, -.85)),
            new Look(
                    new Color(0x56, 0xB4, 0xE9),
                    dashed(16, 6),
                    polygon(
                            -.4, -1.1, .4, -1.1, .4, -.4, 1.1, -.4, 1.1, .4, .4, .4, .4, 1.1, -.4, 1.1, -.4, .4, -1.1,
                            .4, -1.1, -.4, -.4, -.4)));

    /** A look for each name; the customary names, first in order, have the same look in every run. */
    static Map<String, Look> of(List<String> customary, Collection<String> names) {
        Map<String, Look> looks = new LinkedHashMap<>();
        customary.forEach(name -> looks.put(name, at(looks.size())));
        names.forEach(name -> looks.computeIfAbsent(name, unused -> at(looks.size())));
        looks.keySet().retainAll(names);
        return looks;
    }

    /** Beyond the sixth the same colours come with other markers and dashes. */
    private static Look at(int index) {
        int round = index / ALL.size();
        return new Look(
                ALL.get(index % ALL.size()).color(),
                ALL.get((index + round) % ALL.size()).stroke(),
                ALL.get((index + 2 * round) % ALL.size()).marker());
    }

    private static BasicStroke dashed(float... dashes) {
        return dashes.length == 0
                ? new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
    }

    private static Path2D polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }
}
