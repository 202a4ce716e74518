package dev.onsale.core;

import java.util.OptionalInt;

/**
 * A client's wish to buy one ticket. The request id is the idempotency key within a sale; client and seat are its payload: the same id
 * with the same payload is a retry, with another payload a mistake.
 *
 * @param client who buys: 1 to {@value #MAX_ID_BYTES} bytes of UTF-8 without white space or control characters
 * @param requestId the same limits
 * @param seat the seat wanted, of any value (one that does not exist is an outcome, not an error); empty in an unnumbered sale
 */
public record Purchase(String client, String requestId, OptionalInt seat) {
    /** The longest id, in bytes of UTF-8. */
    public static final int MAX_ID_BYTES = 128;

    public Purchase {
        requireId("client", client);
        requireId("requestId", requestId);
    }

    /** Any ticket of an unnumbered sale. */
    public static Purchase any(String client, String requestId) {
        return new Purchase(client, requestId, OptionalInt.empty());
    }

    /** One seat of a numbered sale. */
    public static Purchase seat(String client, int seat, String requestId) {
        return new Purchase(client, requestId, OptionalInt.of(seat));
    }

    private static void requireId(String name, String id) {
        int bytes = 0;
        for (int i = 0; i < id.length(); ) {
            int c = id.codePointAt(i);
            if (c <= ' ' || c == 0x7f || (c > 0x7f && !isWord(c))) {
                throw new IllegalArgumentException(
                        "must be without white space, control characters and broken surrogates: " + name + " has U+"
                                + String.format("%04X", c) + " at " + i);
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        if (bytes < 1 || bytes > MAX_ID_BYTES) {
            throw new IllegalArgumentException(
                    "must be 1 to " + MAX_ID_BYTES + " bytes of UTF-8: " + name + " has " + bytes);
        }
    }

    private static boolean isWord(int c) {
        return !Character.isISOControl(c)
                && !Character.isSpaceChar(c)
                && c != 0xFEFF
                && c != 0xFFFE
                && c != 0xFFFF
                && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
