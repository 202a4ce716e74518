package dev.onsale.core;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sells tickets: the core implements it, each adapter's client implements it, each adapter's server exposes one. Thread-safe. */
@FunctionalInterface
public interface TicketService {
    /**
     * Decides each purchase on its own; answers in the order of the purchases. Does not block on a store or a wire. The stage never
     * completes exceptionally: trouble is an {@link Outcome}. It may complete on an I/O thread, so what follows must not block.
     */
    CompletionStage<List<Answer>> buy(List<Purchase> purchases);
}
