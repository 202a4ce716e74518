package dev.onsale.harness.process;

import java.util.ArrayDeque;

/** The last lines of what a process said, for error messages. Bounded; thread-safe. */
final class Tail {
    private static final int LINES = 40;
    private static final int LINE_CHARACTERS = 400;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() <= LINE_CHARACTERS ? line : line.substring(0, LINE_CHARACTERS) + "...");
    }

    /** The lines, oldest first, indented, each preceded by a line break; or a remark that there are none. */
    @Override
    public synchronized String toString() {
        if (lines.isEmpty()) {
            return " (it said nothing)";
        }
        return "\n    " + String.join("\n    ", lines);
    }
}
