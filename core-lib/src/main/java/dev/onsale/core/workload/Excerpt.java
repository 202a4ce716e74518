package dev.onsale.core.workload;

import java.nio.charset.StandardCharsets;

/** Shows a piece of someone else's file inside an error message: short, on one line, and with nothing in it that a terminal obeys. */
final class Excerpt {
    private static final int MAX_CHARACTERS = 60;

    /** One character more than will be shown, at the four bytes that a character can take. */
    private static final int MAX_BYTES = (MAX_CHARACTERS + 1) * 4;

    private Excerpt() {}

    /** The beginning of these bytes, between quotation marks. */
    static String quoted(byte[] bytes, int from, int to) {
        return quoted(new String(bytes, from, Math.min(to - from, MAX_BYTES), StandardCharsets.UTF_8));
    }

    /** The beginning of this text, between quotation marks. */
    static String quoted(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_CHARACTERS) {
            return '"' + escaped(text) + '"';
        }
        return '"' + escaped(text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS))) + "…\"";
    }

    /** The text, with everything escaped that would not be seen as what it is. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append((char) c);
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                default -> {
                    if (c == ' ' || isVisible(c)) {
                        escaped.appendCodePoint(c);
                    } else {
                        escaped.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
