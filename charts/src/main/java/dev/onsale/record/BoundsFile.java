package dev.onsale.record;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** {@code bounds.csv}: a line for each ceiling and floor. */
final class BoundsFile {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    private static final List<String> COLUMNS = List.of("architecture", "kind", "what", "ops_s");

    private BoundsFile() {}

    /** The file's text. */
    static byte[] encode(List<Bound> bounds) {
        StringBuilder text = new StringBuilder(FORMAT.format(COLUMNS.toArray()) + '\n');
        for (Bound bound : bounds) {
            text.append(FORMAT.format(
                            bound.architecture(),
                            bound.kind(),
                            bound.what(),
                            String.format(Locale.ROOT, "%.1f", bound.opsPerSecond())))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What is in it; nothing when there is no such file.
     *
     * @throws UnreadableRunException it is another file
     */
    static List<Bound> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Bound> bounds = new ArrayList<>();
        try (CSVParser records = FORMAT.parse(new StringReader(Files.readString(file)))) {
            boolean header = true;
            for (CSVRecord line : records) {
                if (header && !line.toList().equals(COLUMNS)) {
                    throw new UnreadableRunException(
                            file + ", line 1: the header must be " + String.join(",", COLUMNS));
                }
                if (!header) {
                    bounds.add(bound(file, line));
                }
                header = false;
            }
            return List.copyOf(bounds);
        } catch (CSVException | UncheckedIOException e) {
            throw new UnreadableRunException(file + ": not a file of ceilings and floors: " + e.getMessage(), e);
        }
    }

    private static Bound bound(Path file, CSVRecord line) throws UnreadableRunException {
        String where = file + ", line " + line.getParser().getCurrentLineNumber() + ": ";
        if (line.size() != COLUMNS.size()) {
            throw new UnreadableRunException(where + "must have " + COLUMNS.size() + " fields, not " + line.size());
        }
        try {
            return new Bound(line.get(0), line.get(1), line.get(2), Double.parseDouble(line.get(3)));
        } catch (NumberFormatException e) {
            throw new UnreadableRunException(where + "ops_s must be a number, not " + line.get(3), e);
        }
    }
}
