package dev.onsale.harness.cli;

import dev.onsale.harness.process.Leaving;
import dev.onsale.xmlrpc.NameServer;
import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale name-server}: where XML-RPC workers register and clients find them. */
final class NameServerCommand implements Command {
    @Override
    public String name() {
        return "name-server";
    }

    @Override
    public String summary() {
        return "keep the list of XML-RPC workers, for clients that go round-robin";
    }

    @Override
    public Options options() {
        return new Options().addOption(Values.option("listen", "HOST:PORT", "where to listen; port 0 for any"));
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        String listen = Values.required(line, "listen");
        try (NameServer server = NameServer.start(listen)) {
            terminal.say(server.readyLine());
            Leaving.await();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return ExitCode.ALL_VALID;
    }
}
