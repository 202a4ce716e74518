package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a server with a password goes on when the password is given again, which is nowhere recorded. */
final class ResumeIT {
    @TempDir
    private Path directory;

    @Test
    void aRunOnAServerWithAPasswordIsResumedWithTheAddressOfTheSameServer() throws IOException {
        try (Backend redis = RedisBackend.open("embedded", Durability.NONE, Servers.processes())) {
            int port = redis.uri().getPort();
            requirePassword(redis.uri(), "s3cret");
            URI address = URI.create("redis://:s3cret@127.0.0.1:" + port);
            UserRun started = new UserRun(directory);
            Said said = started.start(
                    address,
                    "matrix",
                    "--architecture",
                    "in-process",
                    "--model",
                    "unnumbered",
                    "--strategy",
                    "lua,lock",
                    "--workers",
                    "1",
                    "--capacity",
                    "100");
            assertThat(said.code()).as(said.err()).isZero();
            RunDirectory run = started.record();
            assertThat(run.path().resolve("run.json")).content().doesNotContain("s3cret");
            Path results = run.path().resolve("results.csv");
            List<String> lines = Files.readAllLines(results, StandardCharsets.UTF_8);
            Files.write(results, lines.subList(0, lines.size() - 1), StandardCharsets.UTF_8);
            String path = run.path().toString();

            assertThat(Said.by("matrix", "--resume", path).code()).isEqualTo(ExitCode.ENVIRONMENT);
            Said elsewhere = Said.by("matrix", "--resume", path, "--redis", "redis://:s3cret@127.0.0.1:1");
            assertThat(elsewhere.code()).isEqualTo(ExitCode.USAGE);
            assertThat(elsewhere.err())
                    .isEqualTo("onsale: --redis must name the server that this run began with, redis://127.0.0.1:"
                            + port + ": redis://…@127.0.0.1:1\n");

            Said resumed = Said.by("matrix", "--resume", path, "--redis", address.toString());
            assertThat(resumed.code()).as(resumed.err()).isZero();
            assertThat(resumed.err()).contains("trials there: 1, missing: 1").doesNotContain("s3cret");
            assertThat(run.rows()).hasSize(2);
        }
    }

    private static void requirePassword(URI server, String password) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("CONFIG SET requirepass " + password + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK\r\n");
        }
    }
}
