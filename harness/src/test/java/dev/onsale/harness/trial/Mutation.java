package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Strategies;
import dev.onsale.core.TicketService;
import dev.onsale.core.history.Verdict;
import dev.onsale.core.history.Violation.Kind;
import dev.onsale.core.redis.CountingMutants;
import dev.onsale.core.redis.ForgettingMutants;
import dev.onsale.core.redis.OwnershipMutants;
import dev.onsale.core.redis.RacingMutants;
import dev.onsale.core.redis.ReplayMutants;
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
                of(RacingMutants.lockNotTaken(), MutationLoad.TWINS, 4, Kind.DUP_NUMBER),
                new Mutation(
                        "lock-not-taken, an answer lost",
                        "The same, and the first buyer's connection is lost.",
                        RacingMutants.lockNotTaken(),
                        ClientMutants::losesTheFirstAnswer,
                        MutationLoad.STAMPEDE,
                        4,
                        List.of(Kind.DUP_NUMBER)),
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
                of(TellingMutants.refusesEveryTenth(), MutationLoad.STAMPEDE, 2),
                of(TellingMutants.tellsNobody(), MutationLoad.STAMPEDE, 2),
                of(ReplayMutants.oneRequestAClient(), MutationLoad.ASKED_TWICE, 2, Kind.WRONG_REFUSAL),
                // retries
                of(ForgettingMutants.noMemory(), MutationLoad.TWINS, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.noMemory(), MutationLoad.RETRIES, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.countedBeforeRemembered(), MutationLoad.TWINS, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.shortMemory(), MutationLoad.RETRIES, 2, Kind.IDEMPOTENCY),
                of(ForgettingMutants.memoryByRequestAndSeat(), MutationLoad.REUSED_IDS, 2, Kind.KEY_REUSE),
                of(ReplayMutants.keyOfClientAndSeat(), MutationLoad.ASKED_TWICE, 2, Kind.OVERSOLD),
                of(ReplayMutants.soldOutBeforeMemory(), MutationLoad.LATE, 2, Kind.IDEMPOTENCY),
                of(OwnershipMutants.forgetsRefusals(), MutationLoad.LATE, 2, Kind.FALSE_REPLAY),
                of(ReplayMutants.batchSentTwice(), MutationLoad.FEW, 2, Kind.FALSE_REPLAY),
                of(ReplayMutants.salesCalledReplays(), MutationLoad.FEW, 2, Kind.FALSE_REPLAY),
                of(ReplayMutants.neverAReplay(), MutationLoad.TWINS, 2, Kind.FALSE_REPLAY),
                of(ReplayMutants.wrongWayRound(), MutationLoad.RETRIES, 2, Kind.FALSE_REPLAY),
                // books that do not say whose a ticket is
                of(OwnershipMutants.seatNamesAnother(), MutationLoad.NO_RIVALS, 2, Kind.WRONG_OWNER),
                of(OwnershipMutants.seatNotNamed(), MutationLoad.NO_RIVALS, 2, Kind.WRONG_OWNER),
                of(OwnershipMutants.soldToAnother(), MutationLoad.FEW, 2, Kind.WRONG_OWNER),
                of(OwnershipMutants.ownerForgotten(), MutationLoad.FEW, 2, Kind.LOST_SALE, Kind.CONSERVATION),
                of(OwnershipMutants.countedTwice(), MutationLoad.FEW, 2, Kind.CONSERVATION, Kind.GAP),
                // answers that are not what was done
                of(TellingMutants.beforeTheCommit(), MutationLoad.FEW, 2, Kind.LOST_SALE),
                of(TellingMutants.busyThoughSold(), MutationLoad.STAMPEDE, 2, Kind.PHANTOM),
                of(TellingMutants.busyThoughSold(), MutationLoad.RETRIES, 2, Kind.FALSE_REPLAY),
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
                        Kind.PHANTOM),
                ofClient(
                        "sends-twice-to-who-remembers",
                        "Sends each request twice and says nothing of it, to a strategy that knows it again.",
                        ClientMutants::sendsTwice,
                        lua,
                        MutationLoad.FEW,
                        Kind.CONSERVATION),
                ofClient(
                        "names-the-other-worker",
                        "Passes on what worker w1 said as if w2 had said it.",
                        ClientMutants::namesTheOtherWorker,
                        lua,
                        MutationLoad.FEW,
                        Kind.CONSERVATION),
                ofClient(
                        "answers-retries-itself",
                        "Answers a retry with what it remembers, in the worker's name, and does not send it.",
                        ClientMutants::answersRetriesItself,
                        lua,
                        MutationLoad.RETRIES,
                        Kind.CONSERVATION),
                ofClient(
                        "loses-every-tenth-answer",
                        "Loses every tenth answer, and does not ask again.",
                        ClientMutants::losesEveryTenthAnswer,
                        lua,
                        MutationLoad.STAMPEDE));
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
