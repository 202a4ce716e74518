package dev.onsale.core.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Purchase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever purchases there are, and however their file is decorated, they are read back. */
final class WorkloadRoundTripTest {
    private static final List<String> LETTERS =
            List.of("a", "Z", "0", "9", "-", "_", ".", "\"", "\\", "<", "&", "é", "Ω", "票", "🎫");

    @Test
    void whatIsWrittenIsReadBack() throws IOException, GeneralSecurityException {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Purchase> purchases = purchases(random);
            byte[] file = decorated(purchases, random).getBytes(StandardCharsets.UTF_8);
            Workload read = new WorkloadParser(new ByteArrayInputStream(file), "t.txt").parse("t", "t.txt");
            assertThat(read.purchases()).as("seed %d", seed).isEqualTo(purchases);
            assertThat(read.distinctRequests()).as("seed %d", seed).isEqualTo(new HashSet<>(purchases).size());
            assertThat(read.sha256())
                    .as("seed %d", seed)
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
        }
    }

    /** Up to 3,000, so that now and then a file is longer than a buffer; one in ten is a retry. */
    private static List<Purchase> purchases(Random random) {
        boolean numbered = random.nextBoolean();
        int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 3_000 : 30);
        List<Purchase> purchases = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (i > 0 && random.nextInt(10) == 0) {
                purchases.add(purchases.get(random.nextInt(i)));
            } else {
                String client = word(random);
                String request = i + "-" + word(random);
                purchases.add(
                        numbered ? Purchase.seat(client, random.nextInt(), request) : Purchase.any(client, request));
            }
        }
        return purchases;
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int left = 1 + random.nextInt(30); left > 0; left--) {
            word.append(LETTERS.get(random.nextInt(LETTERS.size())));
        }
        return word.toString();
    }

    private static String decorated(List<Purchase> purchases, Random random) {
        boolean crlf = random.nextBoolean();
        StringBuilder file = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
        for (Purchase purchase : purchases) {
            while (random.nextInt(4) == 0) {
                file.append(space(random, 0))
                        .append(random.nextBoolean() ? "# BUY " + word(random) : "")
                        .append(end(crlf, random));
            }
            file.append(space(random, 0)).append("BUY").append(space(random, 1)).append(purchase.client());
            purchase.seat().ifPresent(seat -> file.append(space(random, 1)).append(seat));
            file.append(space(random, 1))
                    .append(purchase.requestId())
                    .append(space(random, 0))
                    .append(end(crlf, random));
        }
        if (random.nextBoolean()) {
            file.setLength(file.length() - (file.charAt(file.length() - 2) == '\r' ? 2 : 1));
        }
        return file.toString();
    }

    /** Mostly the file's own, sometimes the other one, as editors leave it. */
    private static String end(boolean crlf, Random random) {
        return crlf ^ random.nextInt(20) == 0 ? "\r\n" : "\n";
    }

    private static String space(Random random, int atLeast) {
        StringBuilder space = new StringBuilder();
        for (int left = atLeast + (random.nextInt(3) == 0 ? random.nextInt(4) : 0); left > 0; left--) {
            space.append(random.nextBoolean() ? ' ' : '\t');
        }
        return space.toString();
    }
}
