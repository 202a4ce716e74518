package dev.onsale.core.workload;

import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A workload of any purchases, those included that the reader refuses: one request id for two wishes. */
public final class HandmadeWorkload {
    private HandmadeWorkload() {}

    /** These purchases in this order; a request id that was there before is a retry. */
    public static Workload of(String name, List<Purchase> purchases) {
        Set<String> ids = new HashSet<>();
        BitSet retries = new BitSet();
        for (int i = 0; i < purchases.size(); i++) {
            retries.set(i, !ids.add(purchases.get(i).requestId()));
        }
        Model model = purchases.get(0).seat().isPresent() ? Model.NUMBERED : Model.UNNUMBERED;
        return new Workload(name, "made by hand", model, "", purchases, retries);
    }
}
