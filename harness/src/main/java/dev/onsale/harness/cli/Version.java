package dev.onsale.harness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Which Onsale this is, as the build wrote it down.
 *
 * @param commit of the sources, with {@code -dirty} when they were changed since; empty when the build did not know
 */
record Version(String number, String commit) {
    static Version current() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("version.properties cannot be read", e);
        }
        String commit = properties.getProperty("commit", "");
        boolean known = commit.matches("[0-9a-f]+");
        boolean dirty = properties.getProperty("dirty", "").equals("true");
        return new Version(properties.getProperty("version", "unknown"), known ? commit + (dirty ? "-dirty" : "") : "");
    }
}
