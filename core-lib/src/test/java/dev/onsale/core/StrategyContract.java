package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every consistency strategy must do, in both ticket models. A subclass only names the strategy and its store. Each guarantee that
 * a strategy claims is tested; where one is not claimed, the test asserts what the strategy does instead.
 */
@Timeout(60)
public abstract class StrategyContract {
    private static final Set<Guarantee> TESTED = Collections.unmodifiableSet(EnumSet.of(
            Guarantee.NO_OVERSELL,
            Guarantee.EXACT,
            Guarantee.LINEARIZABLE,
            Guarantee.ORDERED_NUMBERS,
            Guarantee.IDEMPOTENT,
            Guarantee.KNOWS_OWNERS));

    private final List<Inventory> opened = new ArrayList<>();
    private final List<Sale> created = new ArrayList<>();

    /** The strategy's id, as it is listed. */
    protected abstract String id();

    /** Store clients for one more worker. */
    protected abstract Stores stores();

    /** Makes the store forget the sale without a word, as one does that restarts empty. */
    protected abstract void lose(Sale sale);

    /**
     * Sells on a worker of the sale whose batch cannot be written, since the store loses sight of it, or of the sale, just then. The sale
     * is on again afterwards, with nothing sold.
     */
    protected abstract List<Decision> sellWhatIsNotWritten(Sale sale, List<Purchase> batch);

    /** How many tickets the stampede is after: enough for a race to show. */
    protected int stampedeCapacity() {
        return 400;
    }

    /** Whatever the store still holds of the sale, one line each. */
    protected abstract Collection<String> remains(Sale sale);

    @AfterEach
    void closeAndDrop() {
        opened.forEach(Inventory::close);
        created.forEach(sale -> strategy().drop(sale, stores()));
        for (Sale sale : created) {
            assertGone(sale);
        }
    }

    @Test
    void itIsListedUnderItsId() {
        assertThat(strategy().id()).isEqualTo(id());
        assertThat(strategy().summary()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void whatItClaimsIsTestedAndFaultsAddNothing() {
        assertThat(TESTED).containsAll(strategy().guarantees(Situation.CALM));
        for (Situation worse : Situation.values()) {
            for (Situation better : Situation.values()) {
                if (better.worst(worse) == worse) {
                    assertThat(strategy().guarantees(better))
                            .containsAll(strategy().guarantees(worse));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneWorkerSellsAllThereIsAndNoMore(Model model) {
        Sale sale = create(model, 300);
        Inventory inventory = join(sale);
        List<Purchase> wanted = new ArrayList<>();
        for (int i = 0; i < 2 * sale.capacity(); i++) {
            wanted.add(purchase(model, "r" + i, i % sale.capacity() + 1));
        }
        List<Outcome> outcomes = outcomes(sell(inventory, wanted));
        assertThat(outcomes.subList(0, 300)).hasOnlyElementsOfType(Outcome.Sold.class);
        assertThat(outcomes.subList(300, 600)).containsOnly(refusalOf(model));
        assertThat(tickets(outcomes))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 300).boxed().toList());
        assertLedger(sale, wanted, outcomes);
    }

    @Test
    void theLastTicketCanBeAnywhereInABatch() {
        Sale sale = create(Model.UNNUMBERED, 3);
        Inventory inventory = join(sale);
        assertThat(outcomes(sell(inventory, any("a", "b")))).containsExactly(new Outcome.Sold(1), new Outcome.Sold(2));
        assertThat(outcomes(sell(inventory, any("c", "d", "e"))))
                .containsExactly(new Outcome.Sold(3), Outcome.Rejected.SOLD_OUT, Outcome.Rejected.SOLD_OUT);
        assertThat(outcomes(sell(inventory, any("f")))).containsExactly(Outcome.Rejected.SOLD_OUT);
    }

    @Test
    void aSeatWantedTwiceInABatchGoesToTheFirst() {
        Sale sale = create(Model.NUMBERED, 10);
        Inventory inventory = join(sale);
        assertThat(outcomes(sell(
                        inventory,
                        List.of(
                                Purchase.seat("c", 7, "a"),
                                Purchase.seat("c", 7, "b"),
                                Purchase.seat("c", 10, "c"),
                                Purchase.seat("d", 7, "d"),
                                Purchase.seat("c", 1, "e")))))
                .containsExactly(
                        new Outcome.Sold(7),
                        Outcome.Rejected.SEAT_TAKEN,
                        new Outcome.Sold(10),
                        Outcome.Rejected.SEAT_TAKEN,
                        new Outcome.Sold(1));
        assertThat(outcomes(sell(inventory, List.of(Purchase.seat("c", 10, "f")))))
                .containsExactly(Outcome.Rejected.SEAT_TAKEN);
    }

    /** The order of numbers is a claim; that each is given once is not. */
    @Test
    void numbersAreGivenInTheOrderOfTheSales() {
        Sale sale = create(Model.UNNUMBERED, 40);
        List<Inventory> workers = List.of(join(sale), join(sale), join(sale));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.addAll(outcomes(sell(workers.get(i % 3), any("r" + i, "s" + i))));
        }
        List<Integer> all = IntStream.rangeClosed(1, 40).boxed().toList();
        if (claims(Guarantee.ORDERED_NUMBERS)) {
            assertThat(tickets(outcomes)).containsExactlyElementsOf(all);
        } else {
            assertThat(tickets(outcomes)).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    /** Without the claim, a retry is one more purchase. */
    @ParameterizedTest
    @EnumSource
    void aRetryGetsTheOriginalOutcomeOnAnyWorker(Model model) {
        Sale sale = create(model, 2);
        List<Inventory> workers = List.of(join(sale), join(sale));
        Purchase first = purchase(model, "first", 1);
        Purchase second = purchase(model, "second", 2);
        Purchase late = purchase(model, "late", 2);
        List<Outcome> originals = outcomes(sell(workers.get(0), List.of(first)));
        if (claims(Guarantee.IDEMPOTENT)) {
            originals.addAll(outcomes(sell(workers.get(0), List.of(second, late))));
            assertThat(originals).containsExactly(new Outcome.Sold(1), new Outcome.Sold(2), refusalOf(model));
            for (Inventory worker : workers) {
                assertThat(sell(worker, List.of(first, second, late)))
                        .containsExactlyElementsOf(
                                originals.stream().map(Decision::replay).toList());
                assertThat(sell(worker, List.of(late, first)))
                        .containsExactly(Decision.replay(originals.get(2)), Decision.replay(originals.get(0)));
            }
            assertThat(audit(sale).sold()).isEqualTo(2);
        } else {
            assertThat(originals).containsExactly(new Outcome.Sold(1));
            assertThat(sell(workers.get(1), List.of(first)))
                    .containsExactly(Decision.now(
                            switch (model) {
                                case UNNUMBERED -> new Outcome.Sold(2);
                                case NUMBERED -> Outcome.Rejected.SEAT_TAKEN;
                            }));
        }
    }

    /** Without the claim, each is a purchase of its own. */
    @ParameterizedTest
    @EnumSource
    void aRetryInTheSameBatchIsARetry(Model model) {
        Sale sale = create(model, 3);
        Purchase first = purchase(model, "first", 1);
        Purchase second = purchase(model, "second", 2);
        List<Decision> decisions = sell(join(sale), List.of(first, first, second, first));
        if (claims(Guarantee.IDEMPOTENT)) {
            assertThat(decisions)
                    .containsExactly(
                            Decision.now(new Outcome.Sold(1)),
                            Decision.replay(new Outcome.Sold(1)),
                            Decision.now(new Outcome.Sold(2)),
                            Decision.replay(new Outcome.Sold(1)));
        } else {
            assertThat(decisions).noneMatch(Decision::replayed);
            assertThat(new HashSet<>(tickets(outcomes(decisions)))).hasSize(model == Model.NUMBERED ? 2 : 3);
        }
    }

    /** What was decided in a batch stands with its write, and falls with it: nobody is told of a ticket, not even by a replay. */
    @ParameterizedTest
    @EnumSource
    void aRetryInABatchThatWasNotWrittenFollowsItsOriginal(Model model) {
        Sale sale = create(model, 3);
        Purchase first = purchase(model, "first", 1);
        List<Purchase> batch = List.of(
                first,
                first,
                purchase(model, "second", 2),
                new Purchase("somebody-else", "first", first.seat()),
                first);
        List<Decision> decisions = sellWhatIsNotWritten(sale, batch);
        assertThat(decisions).hasSameSizeAs(batch).noneMatch(Decision::replayed);
        assertThat(outcomes(decisions))
                .hasOnlyElementsOfTypes(Outcome.NotExecuted.class, Outcome.Unknown.class)
                .doesNotContain(Outcome.NotExecuted.KEY_REUSED);
        assertThat(outcomes(sell(join(sale), List.of(purchase(model, "next", 1)))))
                .as("the next buyer's ticket was promised to nobody")
                .containsExactly(new Outcome.Sold(1));
    }

    /** Without a memory of requests, an id that comes twice is two purchases. */
    @ParameterizedTest
    @EnumSource
    void aRequestIdOfAnotherPurchaseIsRefused(Model model) {
        Sale sale = create(model, 2);
        Inventory inventory = join(sale);
        List<Purchase> originals =
                List.of(purchase(model, "a", 1), purchase(model, "b", 2), purchase(model, "rejected", 1));
        sell(inventory, originals);
        List<Purchase> reusing = Stream.concat(
                        originals.stream().map(p -> new Purchase("somebody-else", p.requestId(), p.seat())),
                        model == Model.NUMBERED
                                ? Stream.of(Purchase.seat("c", 2, "a"), Purchase.seat("c", 2, "rejected"))
                                : Stream.of())
                .toList();
        if (claims(Guarantee.IDEMPOTENT)) {
            for (Inventory worker : List.of(inventory, join(sale))) {
                assertThat(sell(worker, reusing)).containsOnly(Decision.now(Outcome.NotExecuted.KEY_REUSED));
            }
            Purchase fresh = purchase(model, "fresh", 1);
            assertThat(outcomes(sell(inventory, List.of(fresh, new Purchase("x", "fresh", fresh.seat()), fresh))))
                    .containsExactly(refusalOf(model), Outcome.NotExecuted.KEY_REUSED, refusalOf(model));
        } else {
            assertThat(sell(inventory, reusing)).containsOnly(Decision.now(refusalOf(model)));
        }
        assertThat(audit(sale).sold()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void anyIdIsJustAName(Model model) {
        String longest = "票".repeat(Purchase.MAX_ID_BYTES / 3);
        List<String> ids = List.of(
                "0",
                "1",
                "-1",
                "+1",
                "1.0",
                "1e3",
                "nil",
                "false",
                "true",
                "sold",
                "sale",
                "epoch",
                "{}",
                "{x}",
                "%d",
                "\"",
                "\\",
                "'",
                "é",
                "José-Ωμέγα-票-🎫",
                longest);
        Sale sale = create(model, ids.size());
        Inventory inventory = join(sale);
        List<Purchase> wanted = new ArrayList<>();
        for (String id : ids) {
            wanted.add(
                    new Purchase(id, id, purchase(model, id, wanted.size() + 1).seat()));
        }
        List<Outcome> outcomes = outcomes(sell(inventory, wanted));
        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Sold.class);
        assertLedger(sale, wanted, outcomes);
        if (claims(Guarantee.IDEMPOTENT)) {
            assertThat(sell(inventory, wanted))
                    .containsExactlyElementsOf(
                            outcomes.stream().map(Decision::replay).toList());
        } else {
            assertThat(sell(inventory, wanted)).containsOnly(Decision.now(refusalOf(model)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutASaleNothingIsSold(Model model) {
        Sale never = sale(model, 10);
        assertNoSale(never, join(never));
        assertGone(never);

        Sale dropped = create(model, 10);
        Inventory inventory = join(dropped);
        sell(inventory, List.of(purchase(model, "before", 1)));
        strategy().drop(dropped, stores());
        assertNoSale(dropped, inventory);
        assertNoSale(dropped, join(dropped));
        assertGone(dropped);
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatComesBackEmptySellsNothing(Model model) {
        Sale sale = create(model, 100);
        Inventory inventory = join(sale);
        assertThat(outcomes(sell(inventory, List.of(purchase(model, "before", 1)))))
                .containsExactly(new Outcome.Sold(1));
        lose(sale);
        assertNoSale(sale, inventory);
        assertNoSale(sale, join(sale));
        assertGone(sale);
        strategy().create(sale, stores());
        assertThat(outcomes(sell(inventory, List.of(purchase(model, "again", 1)))))
                .containsExactly(new Outcome.Sold(1));
    }

    @ParameterizedTest
    @EnumSource
    void creatingASaleTwiceIsRefusedAndHarmless(Model model) {
        Sale sale = create(model, 2);
        Inventory inventory = join(sale);
        sell(inventory, List.of(purchase(model, "a", 1)));
        assertThatThrownBy(() -> strategy().create(sale, stores()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(sale.id());
        assertThat(audit(sale).sold()).isEqualTo(1);
        assertThat(outcomes(sell(inventory, List.of(purchase(model, "b", 2))))).containsExactly(new Outcome.Sold(2));
    }

    @ParameterizedTest
    @EnumSource
    void salesDoNotMeet(Model model) {
        Sale sale = create(model, 2);
        Sale other = new Sale(sale.id() + "-1", model, 2);
        strategy().create(other, stores());
        created.add(other);
        for (Sale each : List.of(sale, other)) {
            assertThat(outcomes(sell(join(each), List.of(purchase(model, "a", 1), purchase(model, "b", 2)))))
                    .containsExactly(new Outcome.Sold(1), new Outcome.Sold(2));
        }
        strategy().drop(sale, stores());
        assertThat(audit(other).sold()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void anUntouchedSaleHasSoldNothing(Model model) {
        Sale sale = create(model, 5);
        assertThat(audit(sale).sold()).isZero();
        assertLedger(sale, List.of(), List.of());
    }

    @Test
    void droppingWhatIsNotThereIsNoError() {
        Sale never = sale(Model.NUMBERED, 10);
        strategy().drop(never, stores());
        assertGone(never);
    }

    @ParameterizedTest
    @EnumSource
    void aWholeBatchAndAWornInventory(Model model) {
        Inventory sizes = join(sale(model, 1));
        BatchPolicy policy = sizes.batchPolicy();
        assertThat(sizes.batchPolicy()).isEqualTo(policy);
        Sale sale = create(model, policy.maxBatch());
        List<Purchase> batch = IntStream.rangeClosed(1, policy.maxBatch())
                .mapToObj(i -> purchase(model, "a-longer-request-id-" + i, i))
                .toList();
        Inventory inventory = join(sale);
        assertThat(tickets(outcomes(sell(inventory, batch))))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, policy.maxBatch()).boxed().toList());
        inventory.close();
        inventory.close();
    }

    /** Four workers with an office each, eight clients, more demand than tickets; each request twice if the strategy remembers requests. */
    @ParameterizedTest
    @EnumSource
    protected void aStampedeOnManyWorkersIsSoldExactly(Model model) throws Exception {
        int capacity = stampedeCapacity();
        Sale sale = create(model, capacity);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Purchase> wanted = new ArrayList<>();
        for (int i = 0; i < 3 * capacity; i++) {
            Purchase purchase = purchase(model, "r" + i, i < capacity ? i + 1 : random.nextInt(10) + 1);
            wanted.add(purchase);
            if (claims(Guarantee.IDEMPOTENT) && i % 3 == 0) {
                wanted.add(purchase);
            }
        }
        Stampede.shuffle(wanted, random);
        List<Inventory> workers = List.of(join(sale), join(sale), join(sale), join(sale));
        List<Stampede.Attempt> attempts = Stampede.run(sale, workers, wanted, 8, random);

        Map<Purchase, Outcome> outcomes = Stampede.outcomes(attempts);
        assertThat(outcomes.values())
                .as("seed %d", seed)
                .doesNotHaveAnyElementsOfTypes(Outcome.Unknown.class, Outcome.NotExecuted.class);
        List<Integer> tickets = tickets(outcomes.values());
        assertThat(tickets).as("no ticket twice, seed %d", seed).doesNotHaveDuplicates();
        assertThat(tickets.stream().sorted().toList())
                .as("all of them, seed %d", seed)
                .isEqualTo(IntStream.rangeClosed(1, capacity).boxed().toList());
        if (claims(Guarantee.LINEARIZABLE)) {
            Stampede.assertLinearizable(sale, attempts);
        }
        if (claims(Guarantee.ORDERED_NUMBERS) && model == Model.UNNUMBERED) {
            Stampede.assertOrdered(attempts);
        }
        assertLedger(sale, new ArrayList<>(outcomes.keySet()), new ArrayList<>(outcomes.values()));
    }

    protected final ConsistencyStrategy strategy() {
        return Strategies.named(id());
    }

    /** A sale that does not exist yet. */
    protected final Sale sale(Model model, int capacity) {
        return new Sale("t-" + UUID.randomUUID(), model, capacity);
    }

    /** A sale that is on, and dropped after the test. */
    protected final Sale create(Model model, int capacity) {
        Sale sale = sale(model, capacity);
        strategy().create(sale, stores());
        created.add(sale);
        return sale;
    }

    /** One more worker's inventory, closed after the test. */
    protected final Inventory join(Sale sale) {
        Inventory inventory = strategy().join(sale, stores());
        opened.add(inventory);
        return inventory;
    }

    /** Sells in batches as large as the inventory takes. */
    protected static List<Decision> sell(Inventory inventory, List<Purchase> purchases) {
        int max = inventory.batchPolicy().maxBatch();
        List<Decision> decisions = new ArrayList<>();
        for (int from = 0; from < purchases.size(); from += max) {
            List<Purchase> batch = purchases.subList(from, Math.min(from + max, purchases.size()));
            decisions.addAll(inventory
                    .sell(batch)
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join());
        }
        assertThat(decisions).hasSameSizeAs(purchases);
        return decisions;
    }

    protected static List<Outcome> outcomes(List<Decision> decisions) {
        return decisions.stream().map(Decision::outcome).collect(Collectors.toCollection(ArrayList::new));
    }

    /** A purchase by client "c" that fits the model. */
    protected static Purchase purchase(Model model, String requestId, int seat) {
        return switch (model) {
            case UNNUMBERED -> Purchase.any("c", requestId);
            case NUMBERED -> Purchase.seat("c", seat, requestId);
        };
    }

    private static List<Purchase> any(String... requestIds) {
        return Stream.of(requestIds).map(id -> Purchase.any("c", id)).toList();
    }

    private static List<Integer> tickets(Collection<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Sold.class::isInstance)
                .map(outcome -> ((Outcome.Sold) outcome).ticket())
                .toList();
    }

    private static Outcome refusalOf(Model model) {
        return switch (model) {
            case UNNUMBERED -> Outcome.Rejected.SOLD_OUT;
            case NUMBERED -> Outcome.Rejected.SEAT_TAKEN;
        };
    }

    private boolean claims(Guarantee guarantee) {
        return strategy().guarantees(Situation.CALM).contains(guarantee);
    }

    private Ledger audit(Sale sale) {
        return strategy().audit(sale, stores());
    }

    /** The store's account says what the clients were told, in as much detail as the strategy claims. */
    private void assertLedger(Sale sale, List<Purchase> purchases, List<Outcome> outcomes) {
        Map<String, Integer> told = new LinkedHashMap<>();
        for (int i = 0; i < purchases.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Sold ticket) {
                told.put(purchases.get(i).requestId(), ticket.ticket());
            }
        }
        Ledger ledger = audit(sale);
        assertThat(ledger.sold()).isEqualTo(told.size());
        if (claims(Guarantee.KNOWS_OWNERS)) {
            assertThat(ledger).isInstanceOf(Ledger.Owners.class);
            Ledger.Owners owners = (Ledger.Owners) ledger;
            assertThat(owners.ticketByRequest()).isEqualTo(told);
            owners.counted().ifPresent(counted -> assertThat(counted).isEqualTo(told.size()));
            owners.requestBySeat().ifPresent(seats -> {
                assertThat(seats).hasSameSizeAs(told);
                seats.forEach((seat, request) -> assertThat(told).containsEntry(request, seat));
            });
            owners.clientByRequest()
                    .ifPresent(clients -> assertThat(clients)
                            .containsOnlyKeys(told.keySet())
                            .containsAllEntriesOf(clientsOf(purchases, told.keySet())));
        } else if (sale.model() == Model.NUMBERED) {
            assertThat(ledger)
                    .isInstanceOfSatisfying(
                            Ledger.Seats.class,
                            seats -> assertThat(seats.seats().stream().boxed())
                                    .containsExactlyInAnyOrderElementsOf(told.values()));
        } else {
            assertThat(ledger).isEqualTo(new Ledger.Counted(told.size()));
        }
    }

    private static Map<String, String> clientsOf(List<Purchase> purchases, Set<String> requests) {
        Map<String, String> clients = new HashMap<>();
        for (Purchase purchase : purchases) {
            if (requests.contains(purchase.requestId())) {
                clients.putIfAbsent(purchase.requestId(), purchase.client());
            }
        }
        return clients;
    }

    private void assertNoSale(Sale sale, Inventory inventory) {
        List<Purchase> wanted =
                List.of(purchase(sale.model(), "a", 1), purchase(sale.model(), "b", 2), purchase(sale.model(), "a", 1));
        assertThat(sell(inventory, wanted)).containsOnly(Decision.now(Outcome.NotExecuted.NO_SALE));
        assertThatThrownBy(() -> audit(sale)).isInstanceOf(StoreException.class).hasMessageContaining(sale.id());
    }

    /** Waits, since some of a strategy's own traces go a moment after its answer. */
    private void assertGone(Sale sale) {
        Awaitility.await().untilAsserted(() -> assertThat(remains(sale)).isEmpty());
    }
}
