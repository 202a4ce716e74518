package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Decision;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClerkTest {
    private static final Sale SALE = new Sale("s", Model.UNNUMBERED, 3);

    @Test
    void whatRestsOnAWriteThatFailedFallsWithItAndWhatWasStoredStands() {
        Map<String, String> read = Map.of(LedgerHash.SALE, "unnumbered 3", LedgerHash.SOLD, "1", "old", "1 c");
        Clerk clerk = new Clerk(
                SALE,
                read,
                List.of(
                        Purchase.any("c", "old"),
                        Purchase.any("other", "old"),
                        Purchase.any("c", "new"),
                        Purchase.any("c", "new"),
                        Purchase.any("other", "new")));
        assertThat(clerk.decisions())
                .containsExactly(
                        Decision.replay(new Outcome.Sold(1)),
                        Decision.now(Outcome.NotExecuted.KEY_REUSED),
                        Decision.now(new Outcome.Sold(2)),
                        Decision.replay(new Outcome.Sold(2)),
                        Decision.now(Outcome.NotExecuted.KEY_REUSED));
        Decision busy = Decision.now(Outcome.NotExecuted.BUSY);
        assertThat(clerk.decisionsWithout(Outcome.NotExecuted.BUSY))
                .containsExactly(
                        Decision.replay(new Outcome.Sold(1)),
                        Decision.now(Outcome.NotExecuted.KEY_REUSED),
                        busy,
                        busy,
                        busy);
    }
}
