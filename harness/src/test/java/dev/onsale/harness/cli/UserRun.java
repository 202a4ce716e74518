package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.harness.Servers;
import dev.onsale.record.Figures;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A run as a user starts it, on the servers that the tests share, with little warming up. */
record UserRun(Path directory) {
    Said start(String command, String... options) {
        return start(Servers.redis(), command, options);
    }

    Said start(URI redis, String command, String... options) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--redis", redis.toString()));
        line.addAll(List.of("--amqp", Servers.embeddedAmqp().toString()));
        line.addAll(List.of("--runs", directory.resolve("runs").toString()));
        line.addAll(List.of("--warm-up", "300"));
        line.addAll(Arrays.asList(options));
        return Said.by(line.toArray(String[]::new));
    }

    /** The record of the one run that was started. */
    RunDirectory record() throws IOException {
        try (Stream<Path> runs = Files.list(directory.resolve("runs"))) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(1);
            return RunDirectory.open(all.get(0), warning -> {
                throw new AssertionError(warning);
            });
        }
    }

    static Figures figures(TrialRow row) {
        return row.measured().orElseThrow(() -> new AssertionError(row)).figures();
    }
}
