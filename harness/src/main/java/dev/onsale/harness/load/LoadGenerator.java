package dev.onsale.harness.load;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drives a workload. In a closed loop a fixed number of calls is under way, and each answer sends the next call; there is no thread a
 * client: whoever brings an answer sends the next call, so that the generator costs as little as it can of the machine that it shares
 * with what it measures. With a rate a thread sends what is due, whoever has answered, once a millisecond at the most; what leaves late for
 * that, or because it found all places taken, has its lateness in its latency. Purchases leave in the order of the workload.
 *
 * <p>A purchase whose outcome is unknown, or that was refused, is sent again with the same request id, as often or as long as the
 * {@link Load} allows and each time after twice the pause; its place in the loop is taken meanwhile. The place of one that is given up
 * pauses, too: a service that refuses at once is not asked for everything at once. When nobody has answered for {@link Load#patience}, the
 * load is given up. What is sent twice on purpose goes to the twin service right behind the original. In the end some
 * of what was settled is sent there once more ({@link LateRetries}).
 */
public final class LoadGenerator {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final int MAX_DOUBLINGS = 7;
    private static final int[] NONE = {};

    /** To wake a thread for each purchase would cost more than the purchase: those due within this time leave together, some a bit late. */
    private static final long TICK_NANOS = 1_000_000;

    private final List<Purchase> purchases;
    private final Witness witness;
    private final LongSupplier nanoClock;
    private final Load load;
    private final int calls;
    private final BitSet sentTwice;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger retriesLeft;
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicInteger places;
    private final LateRetries lateRetries;
    private final LongAdder sold = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder other = new LongAdder();
    private final BlockingQueue<Caller> idle;
    private final long patienceNanos;
    private final AtomicReference<@Nullable String> whyStopped = new AtomicReference<>();

    /** When the first of those was told that nobody had answered since; null while somebody answers. */
    private volatile @Nullable Long silentSince;

    private volatile @Nullable TicketService late;
    private volatile long begin;
    private volatile boolean stopped;
    private volatile boolean hopeless;

    public LoadGenerator(List<Purchase> purchases, Witness witness, LongSupplier nanoClock, Load load) {
        this.purchases = List.copyOf(purchases);
        this.witness = witness;
        this.nanoClock = nanoClock;
        this.load = load;
        this.calls = load.calls();
        this.sentTwice = drawn(load, this.purchases.size());
        this.retriesLeft = new AtomicInteger(load.retryBudget(this.purchases.size()));
        this.places = new AtomicInteger(calls);
        this.lateRetries = new LateRetries(this.purchases, witness, nanoClock);
        this.idle = new ArrayBlockingQueue<>(calls);
        this.patienceNanos = load.patience().toNanos();
    }

    private static BitSet drawn(Load load, int size) {
        BitSet drawn = new BitSet(size);
        SplittableRandom random = new SplittableRandom(load.seed());
        for (int i = 0; load.duplicates() > 0 && i < size; i++) {
            drawn.set(i, random.nextDouble() < load.duplicates());
        }
        return drawn;
    }

    /** How far it has come. */
    public record Progress(long sold, long rejected, long other) {
        /** Purchases answered, or given up. */
        public long done() {
            return sold + rejected + other;
        }
    }

    /** How far it has come; any thread, any time. */
    public Progress progress() {
        return new Progress(sold.sum(), rejected.sum(), other.sum());
    }

    /**
     * Starts the calls, and returns at once: a service that answers within the call has a thread of the generator's own to do it on.
     *
     * @param twin for what is sent twice: the same sale through another connection
     */
    public void start(TicketService service, TicketService twin) {
        late = load.duplicates() > 0 ? twin : null;
        begin = nanoClock.getAsLong();
        List<Caller> callers =
                Stream.generate(() -> new Caller(service, twin)).limit(calls).toList();
        idle.addAll(load.rate() > 0 ? callers : List.of());
        Thread starter = load.rate() > 0
                ? new Thread(this::pace, "onsale-pacer")
                : new Thread(() -> callers.forEach(Caller::next), "onsale-load");
        starter.setDaemon(true);
        starter.start();
    }

    /** When {@link #start} was called, on the load's clock: the origin of the schedule of a rate. */
    public long beginNanos() {
        return begin;
    }

    /** Sends each purchase when it is due, and ends when all are answered. */
    private void pace() {
        try {
            while (!stopped && next.get() < purchases.size()) {
                awaitDue();
                idle.take().next();
            }
            for (int i = 0; i < calls; i++) {
                idle.take();
                ended();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the pacer", e);
        }
    }

    private void awaitDue() {
        long due = begin + load.dueNanos(next.get());
        for (long left = due - nanoClock.getAsLong(); left > 0 && !stopped; left = due - nanoClock.getAsLong()) {
            LockSupport.parkNanos(Math.max(left, TICK_NANOS));
        }
    }

    /** Waits until every purchase is answered or given up; false when it takes longer. */
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return running.await(timeout, unit);
    }

    /** Sends no more; what is under way is still waited for. */
    private void stop(String why) {
        whyStopped.compareAndSet(null, why);
        stopped = true;
    }

    /** Why it ended before every purchase was settled; empty when it did not. */
    public Optional<String> stopped() {
        return Optional.ofNullable(whyStopped.get());
    }

    /** Whether it ended because nobody had answered for so long that going on made no sense. */
    public boolean isHopeless() {
        return hopeless;
    }

    /** One of the calls under way; its methods never run twice at a time. */
    private final class Caller {
        private final TicketService service;
        private final TicketService twin;

        /** Raised by {@link #next}; whoever raises it from zero sends, so that answers that come at once do not recurse. */
        private final AtomicInteger due = new AtomicInteger();

        /** Calls of this turn that are not answered yet: the one, and its twin. */
        private final AtomicInteger unanswered = new AtomicInteger();

        /** What is to be sent again; null for new purchases. Handed on through {@link #due}, as what follows is. */
        private int @Nullable [] again;

        /** How often purchases of this turn were sent again because it was not known what became of them. */
        private int retried;

        /** When a purchase of this turn was first refused; null when none was. */
        private @Nullable Long refusedSince;

        /** Whether a purchase of this turn was given up. */
        private boolean gaveUp;

        /** How often in a row this place has paused. */
        private int pauses;

        Caller(TicketService service, TicketService twin) {
            this.service = service;
            this.twin = twin;
        }

        /** Sends the next call, or again what was not settled. */
        void next() {
            if (due.getAndIncrement() != 0) {
                return;
            }
            do {
                try {
                    send();
                } catch (RuntimeException | Error e) {
                    fail(e);
                }
            } while (due.decrementAndGet() != 0);
        }

        /** A defect of ours must not leave whoever waits for the end waiting for ever. */
        private void fail(Throwable defect) {
            stop("the load generator failed: " + defect);
            leave();
        }

        private void send() {
            int[] retry = again;
            again = null;
            if (stopped) {
                other.add(retry == null ? 0 : retry.length);
                leave();
            } else if (retry != null) {
                unanswered.set(1);
                call(service, retry, false);
            } else {
                sendNew();
            }
        }

        private void sendNew() {
            int from = next.getAndAdd(load.batch());
            if (from >= purchases.size()) {
                leave();
                return;
            }
            retried = 0;
            refusedSince = null;
            gaveUp = false;
            int[] part = new int[Math.min(load.batch(), purchases.size() - from)];
            for (int i = 0; i < part.length; i++) {
                part[i] = from + i;
            }
            int[] twice = sentTwice.isEmpty()
                    ? NONE
                    : sentTwice.get(from, from + part.length).stream()
                            .map(i -> from + i)
                            .toArray();
            unanswered.set(twice.length == 0 ? 1 : 2);
            call(service, part, false);
            if (twice.length > 0) {
                call(twin, twice, true);
            }
        }

        private void call(TicketService to, int[] part, boolean isTwin) {
            List<Purchase> wanted = wanted(part);
            int[] attempts = new int[part.length];
            for (int i = 0; i < attempts.length; i++) {
                attempts[i] = witness.invoked(part[i], nanoClock.getAsLong());
            }
            CompletionStage<List<Answer>> call;
            try {
                call = to.buy(wanted);
            } catch (RuntimeException e) {
                call = CompletableFuture.failedFuture(e);
            }
            call.whenComplete((answers, failure) -> {
                try {
                    settle(part, attempts, answers, failure, isTwin);
                } catch (RuntimeException | Error e) {
                    fail(e);
                }
            });
        }

        private List<Purchase> wanted(int[] part) {
            if (part.length == 1) {
                return List.of(purchases.get(part[0]));
            }
            Purchase[] wanted = new Purchase[part.length];
            for (int i = 0; i < part.length; i++) {
                wanted[i] = purchases.get(part[i]);
            }
            return List.of(wanted);
        }

        private void settle(
                int[] part,
                int[] attempts,
                @Nullable List<Answer> answers,
                @Nullable Throwable failure,
                boolean isTwin) {
            long now = nanoClock.getAsLong();
            int[] unsettled = NONE;
            boolean unknown = false;
            for (int i = 0; i < attempts.length; i++) {
                Answer answer = answers != null && answers.size() == attempts.length
                        ? answers.get(i)
                        : Answer.unattended(new Outcome.Unknown("the service broke its word: " + failure));
                Outcome outcome = answer.outcome();
                if (!witness.answered(attempts[i], part[i], now, answer)) {
                    stop("more was acknowledged as sold than there is, or one ticket twice");
                }
                watchForSilence(outcome, now);
                if (isTwin) {
                    continue;
                }
                if (mayBeSentAgain(outcome, now)) {
                    unsettled = with(unsettled, part[i]);
                    unknown |= outcome instanceof Outcome.Unknown;
                } else {
                    count(outcome);
                    gaveUp |= !isAnswer(outcome);
                    if (late != null) {
                        lateRetries.settled(part[i], outcome);
                    }
                }
            }
            if (unsettled.length > 0) {
                again = unsettled;
                retried += unknown ? 1 : 0;
            }
            if (unanswered.decrementAndGet() == 0) {
                goOn();
            }
        }

        private void goOn() {
            if (again != null) {
                pause(pauses++).execute(this::next);
            } else if (load.rate() > 0) {
                pauses = 0;
                leave(); // the next one is not due
            } else if (gaveUp) {
                pause(pauses++).execute(this::next);
            } else {
                pauses = 0;
                next();
            }
        }

        /** There is nothing to send, now or any more. */
        private void leave() {
            if (load.rate() > 0) {
                idle.offer(this);
            } else {
                ended();
            }
        }

        private boolean mayBeSentAgain(Outcome outcome, long now) {
            if (isAnswer(outcome) || load.retries() == 0 || stopped) {
                return false;
            }
            if (outcome instanceof Outcome.Unknown) {
                return retried < load.retries() && retriesLeft.getAndDecrement() > 0;
            }
            if (refusedSince == null) {
                refusedSince = now;
            }
            return now - refusedSince < patienceNanos && retriesLeft.getAndDecrement() > 0;
        }
    }

    /** Whether somebody has dealt with it: neither silence nor a refusal that is worth another try. */
    private static boolean isAnswer(Outcome outcome) {
        return !(outcome instanceof Outcome.Unknown)
                && outcome != Outcome.NotExecuted.BUSY
                && outcome != Outcome.NotExecuted.UNAVAILABLE;
    }

    /** One of the calls has ended for good; with the last of them, all but the late retries has. */
    private void ended() {
        if (places.decrementAndGet() != 0) {
            return;
        }
        TicketService service = late;
        if (stopped || service == null) {
            running.countDown();
        } else {
            lateRetries.send(service).whenComplete((done, failure) -> running.countDown());
        }
    }

    private static Executor pause(int retried) {
        long millis = FIRST_PAUSE_MILLIS << Math.min(retried, MAX_DOUBLINGS);
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run);
    }

    private static int[] with(int[] some, int more) {
        int[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Sold) {
            sold.increment();
        } else if (outcome instanceof Outcome.Rejected) {
            rejected.increment();
        } else {
            other.increment();
        }
    }

    private void watchForSilence(Outcome outcome, long now) {
        Long since = silentSince;
        if (isAnswer(outcome)) {
            if (since != null) {
                silentSince = null;
            }
        } else if (since == null) {
            silentSince = now;
        } else if (now - since >= patienceNanos) {
            hopeless = true;
            stop("nobody answered for " + TimeUnit.NANOSECONDS.toMillis(now - since) + " ms");
        }
    }
}
