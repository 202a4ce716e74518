package dev.onsale.harness;

import dev.onsale.harness.backend.AmqpBackend;
import dev.onsale.harness.process.Processes;

/** A program that some tests need and a machine may lack. */
public enum External {
    RABBITMQ,
    NGINX,
    PYTHON;

    /** Whether this machine has it. */
    public boolean isInstalled() {
        return switch (this) {
            case RABBITMQ -> AmqpBackend.hasRabbitMq();
            case NGINX ->
                Processes.find("nginx").isPresent()
                        || Processes.find("/usr/sbin/nginx").isPresent();
            case PYTHON -> Processes.find("python3").isPresent();
        };
    }
}
