package dev.onsale.rabbit;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Purchases that travel in one message, and the answers to come. Thread-safe. */
final class Call {
    private final long correlation;
    private final List<Purchase> purchases;
    private final byte[] body;
    private volatile long deadlineNanos;
    private volatile String cause = "no answer by the deadline";
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<List<Answer>> answers = new CompletableFuture<>();

    Call(long correlation, List<Purchase> purchases, long deadlineNanos) {
        this.correlation = correlation;
        this.purchases = purchases;
        this.body = BuyLines.write(purchases);
        this.deadlineNanos = deadlineNanos;
    }

    /** Its number in its session, from 1. */
    long correlation() {
        return correlation;
    }

    List<Purchase> purchases() {
        return purchases;
    }

    byte[] body() {
        return body;
    }

    boolean isOverdue(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    /** The deadline comes sooner, with another cause. */
    void hasten(long newDeadlineNanos, String newCause) {
        cause = newCause;
        deadlineNanos = newDeadlineNanos;
    }

    CompletableFuture<List<Answer>> answers() {
        return answers;
    }

    /** True for the one caller that decides whether the message is ever sent: who gets it, and sends, or who takes it back. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Gives it up at the deadline, for this reason if there is one. No effect when it is answered. */
    void expire(String why) {
        giveUp(Outcome.NotExecuted.BUSY, why.isEmpty() ? cause : cause + ": " + why);
    }

    /** Gives it up: not executed when it was not sent and never will be, else unknown. No effect when it is answered. */
    void giveUp(Outcome.NotExecuted ifUnsent, String causeIfSent) {
        answerAll(claim() ? ifUnsent : new Outcome.Unknown(causeIfSent));
    }

    /** The same outcome, from no worker, for every purchase. No effect when it is answered. */
    void answerAll(Outcome outcome) {
        answers.complete(Collections.nCopies(purchases.size(), Answer.unattended(outcome)));
    }

    /** The answers of a worker. No effect when it is answered. */
    void answer(List<Answer> given) {
        answers.complete(given);
    }
}
