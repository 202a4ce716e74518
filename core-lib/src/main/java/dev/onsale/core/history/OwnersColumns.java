package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import dev.onsale.core.Purchase;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** What a store says of its owners beside their tickets, in the stored form: of a sound one all follows from the rest, and only what does not is kept. */
final class OwnersColumns {
    private OwnersColumns() {}

    static void write(Ledger.Owners owners, History history, PackedOutput out) throws IOException {
        out.raw(owners.counted().isPresent() ? 1 : 0);
        if (owners.counted().isPresent()) {
            out.signed((long) owners.counted().getAsInt() - owners.sold());
        }
        out.raw(owners.clientByRequest().isPresent() ? 1 : 0);
        if (owners.clientByRequest().isPresent()) {
            writeDifferences(
                    clientsExpected(owners.ticketByRequest(), history),
                    owners.clientByRequest().get(),
                    out);
        }
        out.raw(owners.requestBySeat().isPresent() ? 1 : 0);
        if (owners.requestBySeat().isPresent()) {
            writeDifferences(
                    requestsExpected(owners.ticketByRequest()),
                    textKeys(owners.requestBySeat().get()),
                    out);
        }
    }

    static Ledger.Owners read(Map<String, Integer> owners, History history, PackedInput in) throws IOException {
        OptionalInt counted = OptionalInt.empty();
        if (in.count("counts of a store", 1) == 1) {
            counted = OptionalInt.of(
                    PackedInput.inRange("counted", in.signed() + owners.size(), Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        Optional<Map<String, String>> clients = Optional.empty();
        if (in.count("clients of a store", 1) == 1) {
            clients = Optional.of(readDifferences(clientsExpected(owners, history), in));
        }
        Optional<Map<Integer, String>> requests = Optional.empty();
        if (in.count("buyers of seats", 1) == 1) {
            requests = Optional.of(numberKeys(readDifferences(requestsExpected(owners), in)));
        }
        return new Ledger.Owners(owners, clients, requests, counted);
    }

    private static Map<String, String> clientsExpected(Map<String, Integer> owners, History history) {
        Map<String, String> clients = new HashMap<>();
        Requests requests = history.requests();
        for (int request = 0; request < requests.size(); request++) {
            Purchase purchase = requests.purchase(request);
            if (requests.key(request) == request && owners.containsKey(purchase.requestId())) {
                clients.put(purchase.requestId(), purchase.client());
            }
        }
        return clients;
    }

    /** Of two owners of one seat the one whose id comes first: any rule will do that is the same when read. */
    private static Map<String, String> requestsExpected(Map<String, Integer> owners) {
        Map<String, String> requests = new HashMap<>();
        owners.forEach((id, seat) ->
                requests.merge(Integer.toString(seat), id, (one, other) -> one.compareTo(other) <= 0 ? one : other));
        return requests;
    }

    private static Map<String, String> textKeys(Map<Integer, String> map) {
        Map<String, String> texts = new HashMap<>();
        map.forEach((key, value) -> texts.put(Integer.toString(key), value));
        return texts;
    }

    private static Map<Integer, String> numberKeys(Map<String, String> map) throws IOException {
        Map<Integer, String> numbers = new HashMap<>();
        for (Map.Entry<String, String> entry : map.entrySet()) {
            try {
                numbers.put(Integer.valueOf(entry.getKey()), entry.getValue());
            } catch (NumberFormatException e) {
                throw new IOException("not a seat: " + entry.getKey(), e);
            }
        }
        return numbers;
    }

    private static void writeDifferences(Map<String, String> expected, Map<String, String> actual, PackedOutput out)
            throws IOException {
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        keys.removeIf(key -> Objects.equals(expected.get(key), actual.get(key)));
        out.number(keys.size());
        for (String key : keys) {
            String value = actual.get(key);
            out.text(key);
            out.raw(value == null ? 0 : 1);
            if (value != null) {
                out.text(value);
            }
        }
    }

    private static Map<String, String> readDifferences(Map<String, String> expected, PackedInput in)
            throws IOException {
        int differences = in.count("differences", HistoryFile.MAX_ATTEMPTS);
        for (int i = 0; i < differences; i++) {
            String key = in.text();
            if (in.count("values of a difference", 1) == 1) {
                expected.put(key, in.text());
            } else {
                expected.remove(key);
            }
        }
        return expected;
    }
}
