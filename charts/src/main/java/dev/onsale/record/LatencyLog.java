package dev.onsale.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/** HdrHistogram logs, as HdrHistogram's own tools read and write them; values in nanoseconds. */
final class LatencyLog {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int SIGNIFICANT_DIGITS = 3;

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
    static Histogram decode(Path file) throws IOException {
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        int intervals = 0;
        try (HistogramLogReader reader = new HistogramLogReader(Files.newInputStream(file))) {
            while (reader.hasNext()) {
                if (reader.nextIntervalHistogram() instanceof AbstractHistogram interval) {
                    all.add(interval);
                    intervals++;
                }
            }
        } catch (RuntimeException e) {
            throw new UnreadableRunException(file + ": not an HdrHistogram log: " + e.getMessage(), e);
        }
        if (intervals == 0) {
            throw new UnreadableRunException(file + ": not an HdrHistogram log: no histogram in it");
        }
        return all;
    }
}
