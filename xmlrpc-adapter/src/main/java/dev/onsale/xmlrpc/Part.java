package dev.onsale.xmlrpc;

import dev.onsale.core.Purchase;

/** What one call came to: a purchase to decide, or already its result. */
sealed interface Part {
    /** To be decided by the service. */
    record Buy(Purchase purchase) implements Part {}

    /** A result: a string, integer, double, boolean, or an array or map of such. */
    record Value(Object value) implements Part {}

    /**
     * A call that failed.
     *
     * @param code one of the constants
     * @param text for people; ours, never an exception's
     */
    record Fault(int code, String text) implements Part {
        /** Not well-formed XML, or not an XML-RPC call. */
        static final int NOT_WELL_FORMED = -32700;

        static final int NO_SUCH_METHOD = -32601;
        static final int WRONG_PARAMETERS = -32602;

        /** The only fault after which something may have been done. */
        static final int INTERNAL = -32500;

        static final int OVER_A_LIMIT = -32000;

        static final Fault OUTCOME_UNKNOWN = new Fault(INTERNAL, "outcome unknown");
    }
}
