/** The indirect architecture: purchases go through a queue on an AMQP 0-9-1 broker, from which workers compete for them. */
@NullMarked
package dev.onsale.rabbit;

import org.jspecify.annotations.NullMarked;
