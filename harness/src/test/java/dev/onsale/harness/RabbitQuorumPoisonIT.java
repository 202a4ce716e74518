package dev.onsale.harness;

import java.net.URI;

/** Messages that end sessions, in a quorum queue of a RabbitMQ. */
@Needs(External.RABBITMQ)
final class RabbitQuorumPoisonIT extends AmqpPoisonContract {
    @Override
    URI broker() {
        return Servers.amqp();
    }

    @Override
    String type() {
        return "quorum";
    }
}
