package dev.onsale.harness.cli;

import java.io.PrintStream;

/** Where a command speaks to its user: results to standard output, progress and complaints to standard error. Thread-safe. */
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
        out.println(line);
        out.flush();
    }

    /** A line of progress, or of something that went wrong without ending the command. */
    public synchronized void note(String line) {
        wipe();
        err.println(line);
        err.flush();
    }

    /** What is going on at the moment; replaces what was shown before, and vanishes with the next line. Nothing where nobody watches. */
    public synchronized void status(String line) {
        if (live) {
            String cut = line.length() > 118 ? line.substring(0, 118) : line;
            err.print("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
            err.flush();
            shown = cut.length();
        }
    }

    private void wipe() {
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }
}
