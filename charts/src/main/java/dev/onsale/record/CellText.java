package dev.onsale.record;

import java.util.regex.Pattern;

/**
 * Text in a cell of a CSV file, which spreadsheets take for a formula when it begins like one. An apostrophe before it makes it text there,
 * and is taken off again on reading.
 */
final class CellText {
    private static final Pattern FORMULA = Pattern.compile("(?s)['=+\\-@\\t\\r＝＋－＠].*");

    private CellText() {}

    static String written(String text) {
        return FORMULA.matcher(text).matches() ? '\'' + text : text;
    }

    static String read(String cell) {
        boolean guarded =
                cell.startsWith("'") && FORMULA.matcher(cell.substring(1)).matches();
        return guarded ? cell.substring(1) : cell;
    }
}
