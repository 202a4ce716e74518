package dev.onsale.core;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a transport is to set up.
 *
 * @param name distinguishes this deployment from any other on shared servers; made of letters, digits, dots, underscores and hyphens
 * @param options the transport's own options by name, such as {@code balancer} or {@code queue}
 * @param workers the most workers that any one sale through this entry point will have; from 1
 * @param broker the broker's address, for a transport that needs one; ignored by the others
 * @param directory for configuration and logs; removed by the caller
 * @param processes starts child processes, which end with the caller
 */
public record Deployment(
        String name, Map<String, String> options, int workers, URI broker, Path directory, ProcessStarter processes) {
    public Deployment {
        if (workers < 1) {
            throw new IllegalArgumentException("must be >= 1: workers=" + workers);
        }
        options = Map.copyOf(options);
    }

    /** The option's value, or the default. */
    public String option(String option, String otherwise) {
        return options.getOrDefault(option, otherwise);
    }
}
