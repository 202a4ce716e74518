package dev.onsale.harness.cli;

import dev.onsale.harness.backend.EmbeddedBroker;
import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale embedded-broker}: the AMQP broker that a run starts where no RabbitMQ is installed. Not listed: users do not need it. */
final class EmbeddedBrokerCommand implements Command {
    @Override
    public String name() {
        return "embedded-broker";
    }

    @Override
    public String summary() {
        return "";
    }

    @Override
    public Options options() {
        return new Options().addOption(Values.option("listen", "HOST:PORT", "where to listen; port 0 for any"));
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException {
        EmbeddedBroker.run(Values.required(line, "listen"), System.in, System.out);
        return ExitCode.ALL_VALID;
    }
}
