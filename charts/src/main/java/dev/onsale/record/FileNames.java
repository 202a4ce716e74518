package dev.onsale.record;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names for files, made of names that people gave: letters, digits, dots, underscores and hyphens, of a bounded length, and no two alike,
 * even where upper case is lower case. The same names in the same order make the same file names. Not thread-safe.
 */
public final class FileNames {
    private final Set<String> given = new HashSet<>();
    private final int longest;

    /** @param longest characters of a name, at least ten */
    public FileNames(int longest) {
        this.longest = longest;
    }

    /** The name itself where it can be one and is not given yet; else one that is like it. */
    public String next(String name) {
        String safe = safe(name);
        String free = shortened(safe, "");
        for (int number = 2; !given.add(free.toLowerCase(Locale.ROOT)); number++) {
            free = shortened(safe, "-" + number);
        }
        return free;
    }

    private String shortened(String name, String ending) {
        return name.substring(0, Math.min(name.length(), longest - ending.length())) + ending;
    }

    /** Without accents, and with an underscore for anything else that not every file system takes. */
    private static String safe(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._-]+", "_");
    }
}
