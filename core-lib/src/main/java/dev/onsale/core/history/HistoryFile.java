package dev.onsale.core.history;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The stored form of a trial's evidence: all that is needed to judge it again, in one file. A gzip file, whose own checksum tells a damaged
 * one; inside, columns of differences as numbers of variable length, some 7 bytes an attempt when packed. A reader needs about as much
 * memory as the history takes, whatever the file says about itself.
 */
public final class HistoryFile {
    /** The name's ending. */
    public static final String SUFFIX = ".history.gz";

    /** The most attempts, and the most purchases, that are read back. */
    public static final int MAX_ATTEMPTS = 20_000_000;

    private static final String MAGIC = "onsale-history/";

    /** The version written. Version 1, which is read, too, knows nothing of the circumstances and less of the ledger. */
    private static final int VERSION = 2;

    private static final int BUFFER = 1 << 16;

    private HistoryFile() {}

    /**
     * Writes the file, in place of one that is there.
     *
     * @throws IOException it could not be written
     */
    public static void write(Path file, Evidence evidence) throws IOException {
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file), BUFFER)) {
            PackedOutput out = new PackedOutput(stream);
            out.raw((MAGIC + VERSION).getBytes(StandardCharsets.US_ASCII));
            writeHead(evidence, out);
            CircumstancesColumns.write(evidence, out);
            History history = evidence.history();
            PurchaseColumns.write(history.purchases(), out);
            writeTexts(history.workers(), out);
            writeTexts(history.causes(), out);
            AttemptColumns.write(history, out);
            LedgerColumns.write(evidence.ledger(), history, out);
            out.flush();
        }
    }

    private static void writeHead(Evidence evidence, PackedOutput out) throws IOException {
        out.text(evidence.sale().id());
        out.text(evidence.sale().model().name());
        out.number(evidence.sale().capacity());
        writeTexts(evidence.declared().stream().map(Guarantee::name).sorted().toList(), out);
        out.number(evidence.workers().size());
        for (Map.Entry<String, WorkerCounters> worker : evidence.workers().entrySet()) {
            out.text(worker.getKey());
            out.number(worker.getValue().decisions());
            out.number(worker.getValue().replays());
        }
    }

    static void writeTexts(List<String> texts, PackedOutput out) throws IOException {
        out.number(texts.size());
        for (String text : texts) {
            out.text(text);
        }
    }

    /**
     * Reads a file back.
     *
     * @throws IOException it could not be read, or is not a whole and unharmed history of this version
     */
    public static Evidence read(Path file) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file), BUFFER)) {
            return read(new PackedInput(stream));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("not a readable history: " + file + ": " + e.getMessage(), e);
        }
    }

    static Evidence read(PackedInput in) throws IOException {
        int version = readVersion(in);
        Sale sale = new Sale(in.text(), Model.valueOf(in.text()), in.count("capacity", Sale.MAX_CAPACITY));
        Set<Guarantee> declared = EnumSet.noneOf(Guarantee.class);
        for (String guarantee : readTexts("guarantees", in)) {
            declared.add(Guarantee.valueOf(guarantee));
        }
        Map<String, WorkerCounters> counters = readCounters(in);
        Circumstances circumstances = version == 1 ? Circumstances.UNKNOWN : CircumstancesColumns.read(in);
        OptionalInt underWay = version == 1 ? OptionalInt.empty() : CircumstancesColumns.readUnderWay(in);
        Requests requests = new Requests(PurchaseColumns.read(in, MAX_ATTEMPTS));
        List<String> workers = readTexts("workers", in);
        List<String> causes = readTexts("causes", in);
        Columns columns = AttemptColumns.read(requests, in, MAX_ATTEMPTS, workers.size(), causes.size());
        History history = new History(requests, columns, workers, causes);
        Optional<Ledger> ledger = LedgerColumns.read(history, version, in);
        if (!in.isAtEnd()) {
            throw new IOException("goes on after its end");
        }
        return new Evidence(sale, history, declared, ledger, counters, circumstances, underWay);
    }

    private static int readVersion(PackedInput in) throws IOException {
        byte[] magic = new byte[MAGIC.length() + 1];
        for (int i = 0; i < magic.length; i++) {
            magic[i] = (byte) in.raw();
        }
        for (int version = 1; version <= VERSION; version++) {
            if (Arrays.equals(magic, (MAGIC + version).getBytes(StandardCharsets.US_ASCII))) {
                return version;
            }
        }
        throw new IOException("does not begin with " + MAGIC + "1 or " + MAGIC + VERSION);
    }

    private static Map<String, WorkerCounters> readCounters(PackedInput in) throws IOException {
        Map<String, WorkerCounters> counters = new HashMap<>();
        int size = in.count("worker counters", Names.MAX);
        for (int i = 0; i < size; i++) {
            counters.put(in.text(), new WorkerCounters(in.number(), in.number()));
        }
        return counters;
    }

    static List<String> readTexts(String what, PackedInput in) throws IOException {
        List<String> texts = new ArrayList<>();
        int size = in.count(what, Names.MAX);
        for (int i = 0; i < size; i++) {
            texts.add(in.text());
        }
        return texts;
    }
}
