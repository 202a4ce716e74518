package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Strategies;
import dev.onsale.core.TicketService;
import dev.onsale.core.history.Verdict;
import dev.onsale.core.history.Violation.Kind;
import dev.onsale.core.redis.CountingMutants;
import dev.onsale.core.redis.ForgettingMutants;
import dev.onsale.core.redis.RacingMutants;
import dev.onsale.core.redis.TellingMutants;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A seeded bug, what to provoke it with, and what it is to be convicted of.
 *
 * @param client the bug, where it is before the offices; else what changes nothing
 * @param expected all of them; none when nothing can be proven against it
 */
record Mutation(
        String name,
        String wrong,
        ConsistencyStrategy strategy,
        UnaryOperator<TicketService> client,
        MutationLoad load,
        int workers,
        List<Kind> expected) {
    private static Mutation of(ConsistencyStrategy strategy, MutationLoad load, int workers, Kind... expected) {
        return new Mutation(
                strategy.id(),
                strategy.summary(),
                strategy,
                UnaryOperator.identity(),
                load,
                workers,
                List.of(expected));
    }

    private static Mutation ofClient(
            String name,
            String wrong,
            UnaryOperator<TicketService> client,
            ConsistencyStrategy strategy,
            MutationLoad load,
            Kind... expected) {
        return new Mutation(name, wrong, strategy, client, load, 2, List.of(expected));
    }

    /** All of them, grouped by what they get wrong. */
    static List<Mutation> all() {
        ConsistencyStrategy lua = Strategies.named("lua");
        ConsistencyStrategy racy = Strategies.named("racy");
        return List.of(
                // several where one should be
                of(racy, MutationLoad.STAMPEDE, 4, Kind.DUP_NUMBER),
                of(racy, MutationLoad.RIVALS, 4, Kind.OVERSOLD),
                of(RacingMutants.pauseLongerThanTheLease(), MutationLoad.STAMPEDE, 4, Kind.DUP_NUMBER),
                of(RacingMutants.pauseLongerThanTheLease(), MutationLoad.RIVALS, 4, Kind.OVERSOLD),
                of(RacingMutants.releaseOfAnothersLock(), MutationLoad.STAMPEDE, 4, Kind.DUP_NUMBER),
                of(RacingMutants.releaseOfAnothersLock(), MutationLoad.RIVALS, 4, Kind.OVERSOLD),
                // counts and numbers
                of(CountingMutants.offByOneCapacity(), MutationLoad.STAMPEDE, 2, Kind.OVERSOLD, Kind.NUMBER_RANGE),
                of(CountingMutants.emptyStoreSellsAgain(), MutationLoad.STAMPEDE, 2, Kind.DUP_NUMBER),
                of(CountingMutants.numbersFromZero(), MutationLoad.FEW, 2, Kind.NUMBER_RANGE),
                of(CountingMutants.blocksOfNumbers(), MutationLoad.FEW, 2, Kind.ORDER, Kind.GAP),
                // buyers turned away
                of(CountingMutants.earlySoldOutFlag(), MutationLoad.STAMPEDE, 2, Kind.UNDERSOLD, Kind.FALSE_SOLD_OUT),
                of(
                        CountingMutants.escrowRefusesOnItsShare(),
                        MutationLoad.STAMPEDE,
                        2,
                        Kind.UNDERSOLD,
                        Kind.FALSE_SOLD_OUT),
                of(
                        CountingMutants.escrowGetsMoreAfterRefusing(),
                        MutationLoad.STAMPEDE,
                        2,
                        Kind.LATE_SALE,
                        Kind.FALSE_SOLD_OUT),
                of(TellingMutants.exceptionAsRefusal(), MutationLoad.FEW, 2, Kind.UNDERSOLD, Kind.FALSE_SOLD_OUT),
                of(TellingMutants.seatsMistakenForOthers(), MutationLoad.NO_RIVALS, 2, Kind.SEAT_FALSE_TAKEN),
                of(TellingMutants.lastSeatDoesNotExist(), MutationLoad.RIVALS, 2, Kind.WRONG_REFUSAL),
                of(TellingMutants.alwaysBusy(), MutationLoad.STAMPEDE, 2),
                // retries
                of(ForgettingMutants.noMemory(), MutationLoad.TWINS, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.noMemory(), MutationLoad.RETRIES, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.countedBeforeRemembered(), MutationLoad.TWINS, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.shortMemory(), MutationLoad.RETRIES, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.memoryByRequestAndSeat(), MutationLoad.REUSED_IDS, 2, Kind.KEY_REUSE),
                // answers that are not what was done
                of(TellingMutants.beforeTheCommit(), MutationLoad.FEW, 2, Kind.LOST_SALE),
                of(TellingMutants.busyThoughSold(), MutationLoad.STAMPEDE, 2, Kind.PHANTOM),
                of(TellingMutants.soldOutThoughSold(), MutationLoad.STAMPEDE, 2, Kind.PHANTOM),
                of(TellingMutants.nextSeat(), MutationLoad.RIVALS, 2, Kind.TICKET_MISMATCH),
                // clients and transports
                ofClient(
                        "swapped-replies",
                        "Hands every two calls each other's reply.",
                        ClientMutants::swappedReplies,
                        lua,
                        MutationLoad.NO_RIVALS,
                        Kind.TICKET_MISMATCH),
                ofClient(
                        "timeout-as-refusal",
                        "Takes every tenth reply for late, and tells the buyer SOLD_OUT.",
                        ClientMutants::timeoutAsRefusal,
                        lua,
                        MutationLoad.FEW,
                        Kind.CONSERVATION,
                        Kind.PHANTOM,
                        Kind.FALSE_SOLD_OUT),
                ofClient(
                        "answers-in-a-workers-name",
                        "Once it has seen SOLD_OUT, answers so itself, as if it were worker w1.",
                        ClientMutants::answersInAWorkersName,
                        lua,
                        MutationLoad.STAMPEDE,
                        Kind.CONSERVATION),
                ofClient(
                        "sends-twice",
                        "Sends each request twice and says nothing of it, to a strategy that remembers nobody.",
                        ClientMutants::sendsTwice,
                        Strategies.named("atomic-long"),
                        MutationLoad.FEW,
                        Kind.PHANTOM));
    }

    /** What the trial is to end with. */
    Verdict verdict() {
        return expected.isEmpty() ? Verdict.UNKNOWN : Verdict.INVALID;
    }

    @Override
    public String toString() {
        return name + ", " + load;
    }
}
