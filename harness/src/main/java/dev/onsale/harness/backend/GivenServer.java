package dev.onsale.harness.backend;

import java.net.URI;
import java.util.Optional;

/** Somebody else's server: used, and never stopped. */
record GivenServer(String product, String version, URI uri) implements Backend {
    @Override
    public Origin origin() {
        return Origin.GIVEN;
    }

    @Override
    public String label() {
        return product + " " + version + " at " + Addresses.hostAndPort(uri);
    }

    @Override
    public Optional<ServerControl> control() {
        return Optional.empty();
    }

    @Override
    public void ensureRunning() {
        // Not ours.
    }

    @Override
    public void close() {
        // Not ours.
    }

    /** The label: a record's own text would show the password in the address. */
    @Override
    public String toString() {
        return label();
    }
}
