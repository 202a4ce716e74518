package dev.onsale.harness.limit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** {@code limits.csv} in a run's directory: a line for each reading, there as soon as it was taken. */
final class LimitsFile {
    static final String NAME = "limits.csv";

    private final Path file;

    private LimitsFile(Path file) {
        this.file = file;
    }

    /** Makes the file, with its header. */
    static LimitsFile create(Path directory) throws IOException {
        LimitsFile file = new LimitsFile(directory.resolve(NAME));
        file.append("round,kind,name,ops_s,p50_us,p99_us,cpu_us");
        return file;
    }

    /** Adds a line. */
    void append(Reading reading) throws IOException {
        append(String.format(
                Locale.ROOT,
                "%d,%s,%s,%.1f,%.1f,%.1f,%.3f",
                reading.round(),
                reading.kind().id(),
                reading.name(),
                reading.opsPerSecond(),
                reading.p50Micros(),
                reading.p99Micros(),
                reading.totalCpuMicros()));
    }

    private void append(String line) throws IOException {
        Files.writeString(
                file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
