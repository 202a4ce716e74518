package dev.onsale.core.workload;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a workload file the way the course's own files are written. Not thread-safe. */
final class BuyWriter {
    private static final int ID_DIGITS = 5;

    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    BuyWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    /** The opening comment, and the blank line after it. */
    void header(String title, String... comments) throws IOException {
        line.append("# Concert Ticket Benchmark – ").append(title).append('\n');
        for (String comment : comments) {
            line.append("# ").append(comment).append('\n');
        }
        end();
    }

    /** Any ticket. */
    void buy(int request) throws IOException {
        line.append("BUY user");
        appendId(request);
        line.append(' ');
        appendId(request);
        end();
    }

    /** One seat. */
    void buy(int seat, int request) throws IOException {
        buy(request, seat, request);
    }

    /** One seat, for a client of another number than the request. */
    void buy(int client, int seat, int request) throws IOException {
        line.append("BUY user");
        appendId(client);
        line.append(' ').append(seat).append(' ');
        appendId(request);
        end();
    }

    void flush() throws IOException {
        out.flush();
    }

    /** As "%05d" would, but the same in every locale, and fast. */
    private void appendId(int id) {
        String digits = Integer.toString(id);
        for (int i = digits.length(); i < ID_DIGITS; i++) {
            line.append('0');
        }
        line.append(digits);
    }

    private void end() throws IOException {
        out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }
}
