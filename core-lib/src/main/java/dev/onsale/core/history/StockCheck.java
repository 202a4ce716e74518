package dev.onsale.core.history;

import dev.onsale.core.history.Report.Slack;

/** Whether the right sales were made and the right buyers turned away, and what is left in the end. */
sealed interface StockCheck permits CounterCheck, SeatCheck {
    Slack slack();

    /** Whether this operation, which was not executed or is not known to be, may have been left out though there was a ticket for it. */
    boolean mayBeLeftOut(int operation);
}
