package dev.onsale.core.workload;

import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The workloads that can be generated. */
public enum Shape {
    COURSE_UNNUMBERED(Model.UNNUMBERED, 1, "the course's unnumbered file: one request for each ticket"),
    COURSE_NUMBERED(
            Model.NUMBERED,
            999,
            "the course's numbered file: a run on seats 42, 100 and 999, then each other seat once"),
    OVERSUBSCRIBED(Model.UNNUMBERED, 1, "unnumbered, more requests than tickets: half as many again"),
    HOTSPOT(Model.NUMBERED, 20, "numbered, 80 % of the requests for the first 5 % of the seats, by chance"),
    ASKED_TWICE(
            Model.NUMBERED, 1, "numbered, each client asks twice for its seat, under two request ids: one is refused");

    /** The capacity that is generated for, unless another one is asked for. */
    public static final int DEFAULT_CAPACITY = 20_000;

    /** The seed that chance starts from, unless another one is given. */
    public static final long DEFAULT_SEED = 1;

    private final Model model;
    private final int minCapacity;
    private final String description;

    Shape(Model model, int minCapacity, String description) {
        this.model = model;
        this.minCapacity = minCapacity;
        this.description = description;
    }

    /** The name on the command line, and of the workload. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, in one line. */
    public String description() {
        return description;
    }

    /** Whether its purchases name seats. */
    public Model model() {
        return model;
    }

    /** How many requests are made for a capacity, unless another number is asked for. */
    public int defaultRequests(int capacity) {
        return switch (this) {
            case COURSE_UNNUMBERED -> capacity;
            case COURSE_NUMBERED -> capacity + 5_997;
            case OVERSUBSCRIBED, HOTSPOT -> Math.max(minRequests(capacity), capacity + capacity / 2);
            case ASKED_TWICE -> 2 * capacity;
        };
    }

    /** The fewest tickets that it can be made for. */
    public int minCapacity() {
        return minCapacity;
    }

    /** The fewest requests that it can have for a capacity. */
    public int minRequests(int capacity) {
        return switch (this) {
            case COURSE_UNNUMBERED, HOTSPOT, ASKED_TWICE -> 1;
            case COURSE_NUMBERED -> capacity;
            case OVERSUBSCRIBED -> capacity + 1;
        };
    }

    /**
     * The shape with this id.
     *
     * @throws IllegalArgumentException there is none; the message lists the known ones
     */
    public static Shape named(String id) {
        for (Shape shape : values()) {
            if (shape.id().equals(id)) {
                return shape;
            }
        }
        throw new IllegalArgumentException("unknown shape: " + id + " (known: "
                + Arrays.stream(values()).map(Shape::id).collect(Collectors.joining(", ")) + ")");
    }

    void check(int requests, int capacity) {
        if (capacity < minCapacity || capacity > Sale.MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "must be in " + minCapacity + ".." + Sale.MAX_CAPACITY + " for " + id() + ": capacity=" + capacity);
        }
        int minRequests = minRequests(capacity);
        if (requests < minRequests) {
            throw new IllegalArgumentException("must be >= " + minRequests + " for " + id() + " with capacity "
                    + capacity + ": requests=" + requests);
        }
    }
}
