package dev.onsale.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AckLedgerTest {
    private final List<String> sent = new ArrayList<>();
    private final AckLedger.Acknowledger acknowledger = (tag, multiple) -> sent.add(tag + (multiple ? "*" : ""));

    @Test
    void theAnsweredOnesAtTheHeadGoTogether() throws IOException {
        AckLedger ledger = new AckLedger(100, new MemoryGate(1 << 20));
        List<AckLedger.Delivery> taken = take(ledger, 5);
        ledger.answered(taken.get(2));
        assertThat(ledger.settle(acknowledger)).isZero();
        ledger.answered(taken.get(0));
        assertThat(ledger.settle(acknowledger)).isEqualTo(1);
        ledger.answered(taken.get(1));
        assertThat(ledger.settle(acknowledger)).isEqualTo(2);
        assertThat(ledger.settle(acknowledger)).isZero();
        assertThat(sent).containsExactly("1", "3*");
        assertThat(ledger.isEmpty()).isFalse();
        ledger.answered(taken.get(4));
        ledger.answered(taken.get(3));
        assertThat(ledger.settle(acknowledger)).isEqualTo(2);
        assertThat(sent).endsWith("5*");
        assertThat(ledger.isEmpty()).isTrue();
    }

    @Test
    void manyBehindAnUnansweredOneGoOneByOne() throws IOException {
        AckLedger ledger = new AckLedger(3, new MemoryGate(1 << 20));
        List<AckLedger.Delivery> taken = take(ledger, 6);
        ledger.answered(taken.get(5));
        ledger.answered(taken.get(1));
        assertThat(ledger.settle(acknowledger)).isZero();
        assertThat(ledger.waiting()).isEqualTo(2);
        ledger.answered(taken.get(3));
        assertThat(ledger.settle(acknowledger)).isEqualTo(3);
        assertThat(sent).containsExactly("2", "4", "6");
        assertThat(ledger.waiting()).isZero();
        ledger.answered(taken.get(0));
        ledger.answered(taken.get(2));
        ledger.answered(taken.get(4));
        assertThat(ledger.settle(acknowledger)).isEqualTo(3);
        assertThat(sent).endsWith("5*");
    }

    @Test
    void aQuietMomentSettlesWhatWaits() throws IOException {
        AckLedger ledger = new AckLedger(100, new MemoryGate(1 << 20));
        List<AckLedger.Delivery> taken = take(ledger, 3);
        ledger.answered(taken.get(2));
        assertThat(ledger.settleAll(acknowledger)).isEqualTo(1);
        assertThat(sent).containsExactly("3");
    }

    @Test
    void nothingIsAnsweredTwice() {
        AckLedger ledger = new AckLedger(1, new MemoryGate(1 << 20));
        AckLedger.Delivery delivery = ledger.taken(1, 0);
        ledger.answered(delivery);
        assertThatThrownBy(() -> ledger.answered(delivery)).hasMessage("answered twice: tag=1");
    }

    /** Against a broker that keeps a set: what is answered is acknowledged in the end, once, and never what is not. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void neverAcknowledgesWhatIsNotAnswered(long seed) throws IOException {
        Random random = new Random(seed);
        AckLedger ledger = new AckLedger(1 + random.nextInt(5), new MemoryGate(1 << 20));
        TreeSet<Long> atBroker = new TreeSet<>();
        TreeSet<Long> answered = new TreeSet<>();
        List<AckLedger.Delivery> open = new ArrayList<>();
        List<Long> openTags = new ArrayList<>();
        int[] acknowledged = {0};
        AckLedger.Acknowledger broker = (tag, multiple) -> {
            assertThat(atBroker).as("seed=%d", seed).contains(tag);
            TreeSet<Long> covered = multiple ? new TreeSet<>(atBroker.headSet(tag, true)) : new TreeSet<>(List.of(tag));
            assertThat(answered).as("seed=%d", seed).containsAll(covered);
            atBroker.removeAll(covered);
            acknowledged[0] += covered.size();
        };
        int counted = 0;
        for (long tag = 1; tag <= 2_000; tag++) {
            open.add(ledger.taken(tag, 0));
            openTags.add(tag);
            atBroker.add(tag);
            while (!open.isEmpty() && random.nextInt(10) < 5) {
                int i = random.nextInt(Math.min(open.size(), 8));
                answered.add(openTags.remove(i));
                ledger.answered(open.remove(i));
            }
            counted += random.nextInt(20) == 0 ? ledger.settleAll(broker) : ledger.settle(broker);
        }
        open.forEach(ledger::answered);
        answered.addAll(openTags);
        counted += ledger.settle(broker);
        assertThat(atBroker).as("seed=%d", seed).isEmpty();
        assertThat(counted).isEqualTo(acknowledged[0]).isEqualTo(2_000);
        assertThat(ledger.isEmpty()).isTrue();
    }

    private static List<AckLedger.Delivery> take(AckLedger ledger, int count) {
        List<AckLedger.Delivery> taken = new ArrayList<>();
        for (int tag = 1; tag <= count; tag++) {
            taken.add(ledger.taken(tag, 0));
        }
        return taken;
    }
}
