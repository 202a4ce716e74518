package dev.onsale.record;

import java.util.regex.Pattern;

/** Takes user names and passwords out of text that goes into a file, since runs are published. */
final class Credentials {
    private static final Pattern USER_INFO = Pattern.compile("://(?:(?!://)\\S)*@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)\\b(user|username|password|passwd|pwd)=[^&;,\\s]*");

    private Credentials() {}

    /** The text without what stands before the last {@code @} of each address, whether it was encoded or not, and without the values of login parameters. */
    static String removedFrom(String text) {
        return PARAMETER.matcher(USER_INFO.matcher(text).replaceAll("://")).replaceAll("$1=***");
    }
}
