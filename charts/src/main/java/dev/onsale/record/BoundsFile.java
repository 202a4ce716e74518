package dev.onsale.record;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    static final String NAME = "bounds.csv";
    private static final int MAX_BYTES = 1 << 20;
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    private static final List<String> COLUMNS = List.of("architecture", "kind", "what", "ops_s");

    private BoundsFile() {}

    /** The file's text. */
    static byte[] encode(List<Bound> bounds) {
        StringBuilder text = new StringBuilder(FORMAT.format(COLUMNS.toArray()) + '\n');
        for (Bound bound : bounds) {
            text.append(FORMAT.format(
                            CellText.written(bound.architecture()),
                            CellText.written(bound.kind()),
                            CellText.written(bound.what()),
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
    static List<Bound> read(RunFiles files) throws IOException {
        if (!files.exists(NAME)) {
            return List.of();
        }
        Path file = files.path(NAME);
        String text = new String(files.read(NAME, MAX_BYTES), StandardCharsets.UTF_8);
        List<Bound> bounds = new ArrayList<>();
        try (CSVParser records = FORMAT.parse(new StringReader(text))) {
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
            return new Bound(
                    CellText.read(line.get(0)),
                    CellText.read(line.get(1)),
                    CellText.read(line.get(2)),
                    Double.parseDouble(line.get(3)));
        } catch (NumberFormatException e) {
            throw new UnreadableRunException(where + "ops_s must be a number, not " + line.get(3), e);
        }
    }
}
