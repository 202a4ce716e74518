package dev.onsale.harness.cli;

import java.io.PrintStream;

/**
 * Where a command speaks to its user: results to standard output, progress and complaints to standard error. What is said may come from
 * files and servers of strangers: what a terminal obeys is shown, and not sent. Thread-safe.
 */
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean live;
    private int shown;

    /** @param live whether the user sees lines as they are rewritten, as on a terminal */
    public Terminal(PrintStream out, PrintStream err, boolean live) {
        this.out = out;
        this.err = err;
        this.live = live;
    }

    /** The process's own streams. Java cannot tell whether they are a terminal; the launcher says so. */
    static Terminal ofProcess() {
        return new Terminal(System.out, System.err, Boolean.getBoolean("onsale.terminal"));
    }

    /** Whether {@link #status} is shown at all. */
    public boolean isLive() {
        return live;
    }

    /** A line of result. */
    public synchronized void say(String line) {
        wipe();
        out.println(harmless(line));
        out.flush();
    }

    /** A line of progress, or of something that went wrong without ending the command. */
    public synchronized void note(String line) {
        wipe();
        err.println(harmless(line));
        err.flush();
    }

    /** What is going on at the moment; replaces what was shown before, and vanishes with the next line. Nothing where nobody watches. */
    public synchronized void status(String line) {
        if (live) {
            String whole = harmless(line);
            String cut = whole.length() > 118 ? whole.substring(0, 118) : whole;
            err.print("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
            err.flush();
            shown = cut.length();
        }
    }

    /** The text with its lines as they are, and every other character that is no letter or sign by its number. */
    static String harmless(String text) {
        if (text.codePoints().allMatch(Terminal::isHarmless)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return shown.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    private void wipe() {
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }
}
