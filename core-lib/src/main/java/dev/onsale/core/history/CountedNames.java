package dev.onsale.core.history;

import dev.onsale.core.Purchase;
import java.io.IOException;

/**
 * Writes or reads a column of names, most of which count: "req-17", "req-18", or "user00017", "user00018". One with the same beginning as
 * the one before is stored as the difference of the numbers at their ends, any other in full.
 */
final class CountedNames {
    private static final int IN_FULL = 0;
    private static final int COUNTED = 1;
    private static final int MAX_DIGITS = 18;

    private String prefix = "";
    private long number;

    /** The number is filled up with zeros to this. */
    private int width;

    void write(String name, PackedOutput out) throws IOException {
        int digits = digits(name);
        if (digits > 0 && name.length() - digits == prefix.length()) {
            long value = Long.parseLong(name, prefix.length(), name.length(), 10);
            if (name(value).equals(name)) {
                out.number(COUNTED);
                out.signed(value - number);
                number = value;
                return;
            }
        }
        out.number(IN_FULL);
        out.text(name);
        remember(name);
    }

    String read(PackedInput in) throws IOException {
        if (in.count("kind of name", COUNTED) == COUNTED) {
            number += in.signed();
            return name(number);
        }
        String name = in.text(Purchase.MAX_ID_BYTES);
        remember(name);
        return name;
    }

    private String name(long value) {
        String digits = Long.toString(value);
        return prefix + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private void remember(String name) {
        width = digits(name);
        prefix = name.substring(0, name.length() - width);
        number = width == 0 ? 0 : Long.parseLong(name, prefix.length(), name.length(), 10);
    }

    private static int digits(String name) {
        int start = name.length();
        while (start > 0 && name.length() - start < MAX_DIGITS && isDigit(name.charAt(start - 1))) {
            start--;
        }
        return name.length() - start;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
