package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketService;
import dev.onsale.xmlrpc.Balancer;
import dev.onsale.xmlrpc.XmlRpcTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Python's standard {@code xmlrpc.client} is the yardstick of a client that knows nothing of us. */
@Needs(External.PYTHON)
final class PythonClientIT {
    private static final String SCRIPT = """
            import sys, xmlrpc.client
            s = xmlrpc.client.ServerProxy(sys.argv[1])
            print(sorted(s.system.listMethods()))
            print(s.system.methodSignature('tickets.buySeat'))
            print('client' in s.system.methodHelp('tickets.buy'))
            print(sorted(s.tickets.buy('ada', '7').items()))
            print(sorted(s.tickets.buySeat('José-票-🎫 <&>'.replace(' ', ''), 13, '13').items()))
            for call in (lambda: s.tickets.buy('ada'), lambda: s.no.such(), lambda: s.tickets.buy('a b', '1')):
                try:
                    print('unexpected', call())
                except xmlrpc.client.Fault as fault:
                    print(fault.faultCode)
            many = xmlrpc.client.MultiCall(s)
            for i in range(1, 101):
                many.tickets.buy('ada', str(i))
            print(sum(answer['ticket'] for answer in many() if answer['outcome'] == 'SOLD'))
            mixed = xmlrpc.client.MultiCall(s)
            mixed.tickets.buy('ada', '1')
            mixed.no.such()
            answers = mixed()
            print(answers[0]['outcome'])
            try:
                print('unexpected', answers[1])
            except xmlrpc.client.Fault as fault:
                print(fault.faultCode)
            """;

    private static final List<String> EXPECTED = List.of(
            "['system.listMethods', 'system.methodHelp', 'system.methodSignature', 'system.multicall', 'tickets.buy',"
                    + " 'tickets.buySeat']",
            "[['struct', 'string', 'int', 'string']]",
            "True",
            "[('outcome', 'SOLD'), ('replayed', False), ('ticket', 7), ('worker', 'w1')]",
            "[('outcome', 'REJECTED'), ('reason', 'SEAT_TAKEN'), ('replayed', True), ('worker', 'José-票-🎫<&>')]",
            "-32602",
            "-32601",
            "-32602",
            "5050",
            "SOLD",
            "-32601");

    /** Sells the ticket whose number is the request's; refuses each seat in the client's own name. */
    private static final TicketService SHOP = purchases -> CompletableFuture.completedFuture(purchases.stream()
            .map(purchase -> purchase.seat().isPresent()
                    ? new Answer(Outcome.Rejected.SEAT_TAKEN, purchase.client(), true)
                    : new Answer(new Outcome.Sold(Integer.parseInt(purchase.requestId())), "w1", false))
            .collect(Collectors.toList()));

    @Test
    void buysFromAServer() throws Exception {
        try (ServerHandle server = new XmlRpcTransport().serve(SHOP, URI.create("xmlrpc://127.0.0.1:0"))) {
            assertThat(python("http://127.0.0.1:" + server.uri().getPort())).isEqualTo(EXPECTED);
        }
    }

    @Test
    void buysThroughTheBalancer() throws Exception {
        try (Balancer balancer = Balancer.start("127.0.0.1:0", List.of(), Optional.of("127.0.0.1:0"))) {
            URI at = URI.create("xmlrpc://127.0.0.1:0?register=http://"
                    + balancer.registryAddress().orElseThrow());
            try (ServerHandle first = new XmlRpcTransport().serve(SHOP, at);
                    ServerHandle second = new XmlRpcTransport().serve(SHOP, at)) {
                assertThat(python("http://" + balancer.address() + "/RPC2")).isEqualTo(EXPECTED);
                assertThat(first.counters().get("requests")).isPositive();
                assertThat(second.counters().get("requests")).isPositive();
            }
        }
    }

    private static List<String> python(String url) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("python3", "-X", "utf8", "-c", SCRIPT, url).redirectErrorStream(true);
        builder.environment().put("no_proxy", "*");
        Process python = builder.start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.lines().collect(Collectors.toList());
    }
}
