package dev.onsale.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import dev.onsale.core.Strategies;
import dev.onsale.harness.bench.Season.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

/** What the strategies' figures rest on: that there is always a ticket left, and that each purchase is decided once. */
final class SeasonTest {
    @Test
    void everyStrategyIsMeasured() throws NoSuchFieldException {
        assertThat(Season.class.getField("strategy").getAnnotation(Param.class).value())
                .containsExactlyElementsOf(Strategies.all().keySet());
    }

    @Test
    void aSaleThatIsUsedUpIsTakenOffAndFollowedByTheNext() throws IOException {
        Season season = season();
        Sale first = season.take().sale();
        List<Block> rest = new ArrayList<>();
        for (int at = Block.SIZE; at < Season.CAPACITY; at += Block.SIZE) {
            Block block = season.take();
            assertThat(block.sale()).isEqualTo(first);
            assertThat(block.first()).isEqualTo(at);
            rest.add(block);
        }
        assertThat(season.take().sale()).isNotEqualTo(first);
        rest.forEach(season::decided);
        assertThat(season.seller().audit(first, season.stores()).sold()).isZero();
        season.decided(rest.get(0)); // stands for the first, which is decided last
        assertThatThrownBy(() -> season.seller().audit(first, season.stores())).isInstanceOf(StoreException.class);
        season.end();
    }

    @Test
    void aWholeSaleFindsATicketForEveryPurchase() throws IOException {
        Season season = season();
        SellingThread thread = new SellingThread();
        thread.batch = 32;
        thread.prepare(season);
        for (int sold = 0; sold < 2 * Season.CAPACITY; sold += Block.SIZE) {
            thread.take(season);
            assertThat(thread.sell()).hasSize(Block.SIZE);
            thread.settle(season);
        }
        thread.take(season);
        thread.sell();
        thread.sell(); // the second time they are somebody else's: a replay is no new ticket, yet the same outcome
        season.end();
        thread.sell();
        assertThatThrownBy(() -> thread.settle(season))
                .hasMessage("every purchase finds a ticket, and one was answered "
                        + "Decision[outcome=NO_SALE, replayed=false]");
    }

    private static Season season() throws IOException {
        Season season = new Season();
        season.strategy = "memory";
        season.model = "numbered";
        season.begin();
        return season;
    }
}
