package dev.onsale.rabbit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How the broker keeps the work queue. */
enum QueueType {
    /** On one node. Declared without arguments, which every AMQP 0-9-1 broker understands. */
    CLASSIC,
    /** Replicated by Raft; RabbitMQ only. */
    QUORUM;

    /** Well beyond the deaths of workers and connections that a message may live through. */
    private static final int DELIVERY_LIMIT = 20;

    /** The name in addresses and options. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the broker is told at the declaration.
     *
     * @param deadLetters where a message goes that was delivered too often
     */
    Map<String, Object> arguments(String deadLetters) {
        return switch (this) {
            case CLASSIC -> Map.of();
            case QUORUM ->
                Map.of(
                        "x-queue-type",
                        "quorum",
                        "x-delivery-limit",
                        DELIVERY_LIMIT,
                        "x-dead-letter-exchange",
                        "",
                        "x-dead-letter-routing-key",
                        deadLetters);
        };
    }

    /** What earlier versions told it: a queue that they declared is still good. */
    Map<String, Object> earlierArguments() {
        return switch (this) {
            case CLASSIC -> Map.of();
            case QUORUM -> Map.of("x-queue-type", "quorum");
        };
    }

    /**
     * The type of this name.
     *
     * @throws IllegalArgumentException there is none; the message lists the known ones
     */
    static QueueType named(String id) {
        for (QueueType type : values()) {
            if (type.id().equals(id)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown queue type: " + id + " (known: "
                + Arrays.stream(values()).map(QueueType::id).collect(Collectors.joining(", ")) + ")");
    }
}
