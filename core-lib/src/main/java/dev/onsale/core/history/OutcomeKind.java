package dev.onsale.core.history;

/** Which of the four outcomes an attempt had, without its particulars. */
public enum OutcomeKind {
    SOLD,
    REJECTED,
    NOT_EXECUTED,
    UNKNOWN
}
