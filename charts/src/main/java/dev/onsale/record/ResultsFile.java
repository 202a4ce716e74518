package dev.onsale.record;

import dev.onsale.record.Columns.CellException;
import dev.onsale.record.TrialResult.Failed;
import dev.onsale.record.TrialResult.Measured;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * {@code results.csv}: RFC 4180 in UTF-8 with a header, one line a trial. Line breaks within a cell are written as spaces, so a row is
 * always one line, and a line that does not end is one whose writer was killed: it is dropped, and the trial counts as missing. Columns
 * are found by name; those that this version does not know are passed over. Of two rows of the same trial the later one counts.
 */
final class ResultsFile {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    private static final Columns<TrialSetup> SETUP = new Columns<>(TrialSetup.class);
    private static final Columns<Measured> MEASURED = new Columns<>(Measured.class);
    private static final Columns<Further> FURTHER = new Columns<>(Further.class);
    private static final Columns<Incidents> INCIDENTS = new Columns<>(Incidents.class);

    private static final String NAME = "results.csv";
    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_LINE_BYTES = 1 << 16;

    private final RunFiles files;
    private final Path file;
    private final Consumer<String> warnings;

    ResultsFile(RunFiles files, Consumer<String> warnings) {
        this.files = files;
        this.file = files.path(NAME);
        this.warnings = warnings;
    }

    /** The columns as written, in order. */
    static List<String> columns() {
        List<String> names = new ArrayList<>(SETUP.names());
        names.removeAll(FURTHER.names());
        names.addAll(MEASURED.names());
        names.removeAll(INCIDENTS.names());
        names.addAll(FURTHER.names());
        names.addAll(INCIDENTS.names());
        return names;
    }

    /** Writes the row behind the others, as a whole and to the disk, before it returns. */
    synchronized void append(TrialRow row) throws IOException {
        byte[] existing = completeLines();
        String header = line(columns());
        if (existing.length > 0 && !new String(existing, StandardCharsets.UTF_8).startsWith(header)) {
            throw new UnreadableRunException(file + ", line 1: another version wrote this file, so no row can be added;"
                    + " the header must be: " + header.strip());
        }
        String added = (existing.length == 0 ? header : "") + line(cells(row));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.truncate(existing.length);
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(added);
            while (bytes.hasRemaining()) {
                channel.write(bytes, channel.size());
            }
            channel.force(true);
        }
    }

    /**
     * The trials so far, in the order in which they were first written; none when there is no file.
     *
     * @throws UnreadableRunException a line is not a row
     */
    synchronized List<TrialRow> read() throws IOException {
        Map<String, TrialRow> rows = new LinkedHashMap<>();
        long line = 0;
        try (CSVParser records = FORMAT.parse(new StringReader(new String(completeLines(), StandardCharsets.UTF_8)))) {
            List<String> header = List.of();
            for (CSVRecord record : records) {
                line = records.getCurrentLineNumber();
                if (header.isEmpty()) {
                    header = requireColumns(record.toList());
                } else {
                    TrialRow row = row(header, record.toList());
                    rows.put(row.setup().trial(), row);
                }
            }
        } catch (CellException e) {
            throw new UnreadableRunException(file + ", line " + line + ": " + e.getMessage(), e);
        } catch (CSVException | UncheckedIOException e) {
            throw new UnreadableRunException(file + ", after line " + line + ": not a CSV file: " + e.getMessage(), e);
        }
        return List.copyOf(rows.values());
    }

    /** The file up to its last line feed; empty when there is none. */
    private byte[] completeLines() throws IOException {
        byte[] bytes = files.exists(NAME) ? files.read(NAME, MAX_BYTES) : new byte[0];
        requireShortLines(bytes);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end < bytes.length) {
            String torn = new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8);
            warnings.accept(file + ": the last line is incomplete and counts as missing: " + torn);
        }
        return Arrays.copyOf(bytes, end);
    }

    /** A line is as many objects as it has commas. */
    private void requireShortLines(byte[] bytes) throws UnreadableRunException {
        int line = 1;
        for (int i = 0, from = 0; i < bytes.length; i++) {
            if (i - from > MAX_LINE_BYTES) {
                throw new UnreadableRunException(
                        file + ", line " + line + ": must be at most " + MAX_LINE_BYTES + " bytes long");
            }
            if (bytes[i] == '\n') {
                line++;
                from = i + 1;
            }
        }
    }

    private static List<String> requireColumns(List<String> header) throws CellException {
        List<String> missing = columns();
        missing.removeAll(MEASURED.optionalNames());
        missing.removeAll(FURTHER.names());
        missing.removeAll(header);
        if (!missing.isEmpty()) {
            throw new CellException("the header must have the columns " + missing);
        }
        return header;
    }

    private static TrialRow row(List<String> header, List<String> cells) throws CellException {
        if (cells.size() != header.size()) {
            throw new CellException("must have as many columns as the header, " + header.size() + ": " + cells.size());
        }
        // A cell is a line: what follows a line break could pass for a line of another's.
        Function<String, String> cell = column ->
                header.contains(column) ? cells.get(header.indexOf(column)).replaceAll("\\R", " ") : "";
        boolean failed =
                cell.apply("operations").isEmpty() && !cell.apply("detail").isBlank();
        return new TrialRow(
                SETUP.read(cell), failed ? new Failed(CellText.read(cell.apply("detail"))) : MEASURED.read(cell));
    }

    private static List<String> cells(TrialRow row) {
        Map<String, String> cells = new HashMap<>();
        put(SETUP.names(), SETUP.write(row.setup()), cells);
        if (row.result() instanceof Measured measured) {
            put(MEASURED.names(), MEASURED.write(measured), cells);
        } else {
            cells.put("verdict", row.result().verdict().name());
            cells.put("detail", CellText.written(((Failed) row.result()).reason()));
        }
        return columns().stream()
                .map(column -> cells.getOrDefault(column, ""))
                .map(cell -> Credentials.removedFrom(cell).replaceAll("\\R", " "))
                .toList();
    }

    private static void put(List<String> names, List<String> values, Map<String, String> cells) {
        for (int i = 0; i < names.size(); i++) {
            cells.put(names.get(i), values.get(i));
        }
    }

    private static String line(List<String> cells) {
        return FORMAT.format(cells.toArray()) + '\n';
    }
}
