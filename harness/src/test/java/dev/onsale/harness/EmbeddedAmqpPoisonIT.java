package dev.onsale.harness;

import java.net.URI;

/** Messages that end sessions, on the embedded broker. */
final class EmbeddedAmqpPoisonIT extends AmqpPoisonContract {
    @Override
    URI broker() {
        return Servers.embeddedAmqp();
    }

    @Override
    String type() {
        return "classic";
    }
}
