package dev.onsale.harness;

import dev.onsale.harness.backend.EmbeddedBroker;
import java.io.IOException;

/** The program's hidden command {@code embedded-broker}, without the rest of the command line. */
final class EmbeddedBrokerMain {
    private EmbeddedBrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedBroker.run(arguments[2], System.in, System.out);
    }
}
