package dev.onsale.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** HdrHistogram logs, as HdrHistogram's own tools read and write them; values in nanoseconds. */
final class LatencyLog {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int SIGNIFICANT_DIGITS = 3;

    /** The longest log that is read. */
    static final int MAX_BYTES = 1 << 20;

    private static final int COMPRESSED = 0x1c849304 & ~0xF0;
    private static final int MAX_INTERVAL_BYTES = 1 << 19;
    private static final int DIGITS_AT = 12;

    private LatencyLog() {}

    static byte[] encode(AbstractHistogram nanos) {
        boolean timed = nanos.getStartTimeStamp() <= nanos.getEndTimeStamp();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(stream);
            writer.outputComment("[Values are nanoseconds; Interval_Max is in milliseconds]");
            writer.outputLogFormatVersion();
            writer.outputLegend();
            writer.outputIntervalHistogram(
                    timed ? nanos.getStartTimeStamp() / MILLIS_PER_SECOND : 0,
                    timed ? nanos.getEndTimeStamp() / MILLIS_PER_SECOND : 0,
                    nanos,
                    NANOS_PER_MILLI);
        }
        return bytes.toByteArray();
    }

    /** All intervals of the log in one histogram. */
    static Histogram decode(Path file, byte[] log) throws IOException {
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        int intervals = 0;
        try {
            for (String line : new String(log, StandardCharsets.UTF_8).lines().toList()) {
                if (!line.startsWith("#") && !line.startsWith("\"StartTimestamp\"")) {
                    all.add(interval(line.substring(line.lastIndexOf(',') + 1).strip()));
                    intervals++;
                }
            }
        } catch (RuntimeException | DataFormatException e) {
            throw new UnreadableRunException(
                    file + ": not an HdrHistogram log: " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
        if (intervals == 0) {
            throw new UnreadableRunException(file + ": not an HdrHistogram log: no histogram in it");
        }
        return all;
    }

    /**
     * A line's histogram: the library's own reader takes as much memory as the line asks for. Base64 of a cookie, the length of what
     * follows, and that packed: 40 bytes of head, whose fourth word has the digits, and the counts.
     */
    private static Histogram interval(String base64) throws DataFormatException {
        ByteBuffer packed = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        int cookie = packed.getInt() & ~0xF0;
        int length = packed.getInt();
        if (cookie != COMPRESSED || length != packed.remaining()) {
            throw new DataFormatException("no compressed histogram of the second version");
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[MAX_INTERVAL_BYTES];
            ByteBuffer counts = ByteBuffer.wrap(bytes, 0, inflater.inflate(bytes));
            if (!inflater.finished() || counts.getInt(DIGITS_AT) > SIGNIFICANT_DIGITS) {
                throw new DataFormatException("a histogram cut short, larger than " + MAX_INTERVAL_BYTES
                        + " bytes, or finer than " + SIGNIFICANT_DIGITS + " digits");
            }
            return Histogram.decodeFromByteBuffer(counts, 0);
        } finally {
            inflater.end();
        }
    }
}
