package dev.onsale.core.workload;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Generates workloads: the same bytes for the same arguments, on every machine. With their defaults the course's two shapes are the
 * course's two files, byte for byte.
 *
 * @param requests how many lines; request {@code n} is {@code n} with at least five digits, and each has a client of its own,
 *     but where clients ask twice
 * @param capacity the tickets, or seats, that the workload is meant for
 * @param seed where chance starts from; the shapes that leave nothing to chance ignore it
 */
public record WorkloadGenerator(Shape shape, int requests, int capacity, long seed) {
    private static final int[] CONTESTED_SEATS = {42, 100, 999};

    /** @throws IllegalArgumentException too few requests, or a capacity that the shape cannot have */
    public WorkloadGenerator {
        shape.check(requests, capacity);
    }

    /** The shape with its default number of requests, for the default capacity. */
    public static WorkloadGenerator of(Shape shape) {
        return new WorkloadGenerator(
                shape, shape.defaultRequests(Shape.DEFAULT_CAPACITY), Shape.DEFAULT_CAPACITY, Shape.DEFAULT_SEED);
    }

    /**
     * Writes the file. Leaves the stream open.
     *
     * @throws IOException from the stream
     */
    public void write(OutputStream out) throws IOException {
        BuyWriter file = new BuyWriter(out);
        switch (shape) {
            case COURSE_UNNUMBERED -> writeUnnumbered(file, "Unnumbered Seats");
            case COURSE_NUMBERED -> writeContested(file);
            case OVERSUBSCRIBED -> writeUnnumbered(file, "Unnumbered Seats, Oversubscribed");
            case HOTSPOT -> writeHotspot(file);
            case ASKED_TWICE -> writeAskedTwice(file);
        }
        file.flush();
    }

    /** The same workload, as it would be read from the file: with the same SHA-256. */
    public Workload generate() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            write(file);
            return new WorkloadParser(new ByteArrayInputStream(file.toByteArray()), shape.id())
                    .parse(shape.id(), description());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private void writeUnnumbered(BuyWriter file, String title) throws IOException {
        file.header(title, "Total tickets: " + capacity, "Format: BUY <client_id> <request_id>");
        for (int request = 1; request <= requests; request++) {
            file.buy(request);
        }
    }

    /** The contested seats share all requests but those that every other seat gets, the first of them what does not divide. */
    private void writeContested(BuyWriter file) throws IOException {
        file.header("Numbered Seats", "Seats: 1.." + capacity, "Format: BUY <client_id> <seat_id> <request_id>");
        int contested = CONTESTED_SEATS.length;
        int surplus = requests - (capacity - contested);
        int request = 1;
        for (int i = 0; i < contested; i++) {
            int share = surplus / contested + (i < surplus % contested ? 1 : 0);
            for (int end = request + share; request < end; request++) {
                file.buy(CONTESTED_SEATS[i], request);
            }
        }
        for (int seat = 1; seat <= capacity; seat++) {
            if (Arrays.binarySearch(CONTESTED_SEATS, seat) < 0) {
                file.buy(seat, request++);
            }
        }
    }

    /** Exactly 80 % of the requests are hot, to the nearest one; chance decides which, and for which seat each is. */
    private void writeHotspot(BuyWriter file) throws IOException {
        int hotSeats = capacity / 20;
        file.header(
                "Numbered Seats, Hotspot",
                "Seats: 1.." + capacity,
                "Format: BUY <client_id> <seat_id> <request_id>",
                "80 % of the requests want the seats 1.." + hotSeats + ", seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int hotLeft = Math.toIntExact((requests * 4L + 2) / 5);
        for (int request = 1; request <= requests; request++) {
            int requestsLeft = requests - request + 1;
            if (below(requestsLeft, random) < hotLeft) {
                hotLeft--;
                file.buy(1 + below(hotSeats, random), request);
            } else {
                file.buy(hotSeats + 1 + below(capacity - hotSeats, random), request);
            }
        }
    }

    /** A client's two requests follow each other, so that both are under way at the same time. */
    private void writeAskedTwice(BuyWriter file) throws IOException {
        file.header(
                "Numbered Seats, Asked Twice",
                "Seats: 1.." + capacity,
                "Format: BUY <client_id> <seat_id> <request_id>");
        for (int request = 1; request <= requests; request++) {
            int client = (request + 1) / 2;
            file.buy(client, (client - 1) % capacity + 1, request);
        }
    }

    /** A number in 0..bound-1. Made here, as only the generator's bits are the same on every platform, not how it bounds them. */
    private static int below(int bound, SplittableRandom random) {
        return (int) (((random.nextLong() >>> 32) * bound) >>> 32);
    }

    private String description() {
        return "generated: " + shape.id() + ", requests " + requests + ", capacity " + capacity
                + (shape == Shape.HOTSPOT ? ", seed " + seed : "");
    }
}
