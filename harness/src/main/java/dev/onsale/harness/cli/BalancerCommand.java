package dev.onsale.harness.cli;

import dev.onsale.harness.process.Leaving;
import dev.onsale.xmlrpc.Balancer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code onsale balancer}: the single entry point of the direct architecture. */
final class BalancerCommand implements Command {
    @Override
    public String name() {
        return "balancer";
    }

    @Override
    public String summary() {
        return "pass requests on to XML-RPC workers, the least busy first";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Values.option("listen", "HOST:PORT", "where clients connect; port 0 for any"))
                .addOption(Option.builder()
                        .longOpt("backend")
                        .hasArgs()
                        .argName("HOST:PORT")
                        .desc("a worker; may be given several times")
                        .get())
                .addOption(Values.option("registry", "HOST:PORT", "where workers may register themselves [nowhere]"))
                .addOption(Values.option("deadline", "SECONDS", "after which a worker's answer is given up [30]"));
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException, InterruptedException {
        String listen = Values.required(line, "listen");
        List<String> backends = line.hasOption("backend") ? List.of(line.getOptionValues("backend")) : List.of();
        Optional<String> registry = Optional.ofNullable(line.getOptionValue("registry"));
        if (backends.isEmpty() && registry.isEmpty()) {
            throw new UsageException("balancer needs at least one --backend, or a --registry for workers to come to");
        }
        Duration deadline =
                Duration.ofSeconds(Values.number(line, "deadline", (int) Balancer.ANSWER.toSeconds(), 1, 3_600));
        try (Balancer balancer = Balancer.start(listen, backends, registry, deadline)) {
            terminal.say(balancer.readyLine());
            Leaving.await();
            terminal.note("leaving: " + balancer.counters());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return ExitCode.ALL_VALID;
    }
}
