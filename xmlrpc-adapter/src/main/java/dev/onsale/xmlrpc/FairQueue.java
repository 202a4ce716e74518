package dev.onsale.xmlrpc;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a connection. Those of one asker leave in their order; the askers take turns, each with about as many bytes as the
 * others (deficit round robin: Shreedhar and Varghese 1995), so that who asks for little does not wait until who asks for much is
 * served. Of the event loop.
 */
final class FairQueue {
    /** Bytes that an asker may send in a turn: a purchase or two. */
    private static final int TURN = 512;

    private final Map<Object, Line> lines = new HashMap<>();

    /** The next turn is the first one's. */
    private final ArrayDeque<Line> turns = new ArrayDeque<>();

    private int size;

    /** What one asker waits for: never empty. */
    private static final class Line {
        final Object asker;
        final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
        int credit = TURN;

        Line(Object asker) {
            this.asker = asker;
        }
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Exchange exchange) {
        Line line = lines.get(exchange.asker());
        if (line == null) {
            line = new Line(exchange.asker());
            lines.put(line.asker, line);
            turns.add(line);
        }
        line.waiting.add(exchange);
        size++;
    }

    /** Takes the one whose turn it is; null if none waits. */
    @Nullable
    Exchange poll() {
        for (Line line = turns.peek(); line != null; line = turns.peek()) {
            Exchange first = line.waiting.element();
            if (first.bytes() <= line.credit) {
                line.credit -= first.bytes();
                line.waiting.remove();
                size--;
                forgetIfEmpty(line);
                return first;
            }
            line.credit += TURN;
            turns.add(turns.remove());
        }
        return null;
    }

    /** One that waits no longer. */
    void remove(Exchange exchange) {
        Line line = lines.get(exchange.asker());
        if (line != null && line.waiting.remove(exchange)) {
            size--;
            forgetIfEmpty(line);
        }
    }

    private void forgetIfEmpty(Line line) {
        if (line.waiting.isEmpty()) {
            lines.remove(line.asker);
            turns.remove(line);
        }
    }
}
