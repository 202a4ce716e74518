package dev.onsale.core;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is put on sale: {@code capacity} tickets of one model, under a name that no other sale has. The id prefixes every key that a
 * store keeps for the sale, so a later sale never meets the remains of an earlier one.
 *
 * @param id 1 to 64 letters, digits, dots, underscores and hyphens
 * @param capacity tickets, or seats 1..capacity; from 1 to {@value #MAX_CAPACITY}
 */
public record Sale(String id, Model model, int capacity) {
    /** The most tickets that one sale can have. */
    public static final int MAX_CAPACITY = 100_000_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public Sale {
        Objects.requireNonNull(model, "model");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "a sale's id must be 1 to 64 letters, digits, dots, underscores or hyphens: id=" + id);
        }
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("must be in 1.." + MAX_CAPACITY + ": capacity=" + capacity);
        }
    }

    /**
     * Why this purchase can never succeed in this sale, if so: a seat outside 1..capacity, a seat where none is numbered, or none where
     * all are. Asked before any store is, so that every strategy sees only purchases that fit.
     */
    public Optional<Outcome.NotExecuted> refusal(Purchase purchase) {
        if (purchase.seat().isPresent() != (model == Model.NUMBERED)) {
            return Optional.of(Outcome.NotExecuted.MALFORMED);
        }
        if (model == Model.NUMBERED
                && (purchase.seat().getAsInt() < 1 || purchase.seat().getAsInt() > capacity)) {
            return Optional.of(Outcome.NotExecuted.NO_SUCH_SEAT);
        }
        return Optional.empty();
    }
}
