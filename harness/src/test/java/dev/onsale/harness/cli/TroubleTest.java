package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the user hears of trouble: one sentence of ours, and no library's own account. */
final class TroubleTest {
    static List<Exception> tooFewFiles() {
        IOException deep = new SocketException("Too many open files");
        return List.of(
                deep,
                new IOException("no Redis server answers", deep),
                new IllegalStateException("failed to create a child event loop", new RuntimeException(deep)));
    }

    @ParameterizedTest
    @MethodSource("tooFewFiles")
    void tooFewFileDescriptorsAreNamed(Exception failure) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        int code = new Main(List.of(new Failing(failure)), new Terminal(stream, stream, false)).run("fail");
        assertThat(code).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("onsale: too few file descriptors: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.redisson.command.RedisExecutor", "io.netty.channel.ChannelInitializer"})
    void librariesDoNotSpeakToTheUser(String library) {
        Logger logger = LoggerFactory.getLogger(library);
        assertThat(logger.isErrorEnabled()).isFalse();
        assertThat(logger.isWarnEnabled()).isFalse();
    }

    private record Failing(Exception failure) implements Command {
        @Override
        public String name() {
            return "fail";
        }

        @Override
        public String summary() {
            return "fails";
        }

        @Override
        public Options options() {
            return new Options();
        }

        @Override
        public int run(CommandLine line, Terminal terminal) throws IOException {
            if (failure instanceof RuntimeException defect) {
                throw defect;
            }
            throw (IOException) failure;
        }
    }
}
