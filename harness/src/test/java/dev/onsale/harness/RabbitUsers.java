package dev.onsale.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What is asked of the private RabbitMQ node by its own tool, such as users. Linux only. */
final class RabbitUsers {
    private static final String PASSWORD = "pass";

    private RabbitUsers() {}

    /** The broker's address for a user, new or known, who now has these permissions. */
    static URI with(URI broker, String user, String configure, String write, String read)
            throws IOException, InterruptedException {
        String name = "<<\"" + user + "\">>";
        String add = "case rabbit_auth_backend_internal:exists(" + name + ") of true -> ok; "
                + "false -> rabbit_auth_backend_internal:add_user(" + name + ", <<\"" + PASSWORD
                + "\">>, <<\"test\">>) end, ";
        String permit = "rabbit_auth_backend_internal:set_permissions(" + name + ", <<\"/\">>, <<\"" + configure
                + "\">>, <<\"" + write + "\">>, <<\"" + read + "\">>, <<\"test\">>).";
        ask(broker, add + permit);
        return URI.create("amqp://" + user + ":" + PASSWORD + "@" + broker.getHost() + ":" + broker.getPort());
    }

    /** Has the node evaluate something. */
    static void ask(URI broker, String erlang) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/usr/lib/rabbitmq/bin/rabbitmqctl", "eval", erlang).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment(broker.getPort()));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("rabbitmqctl: " + said);
        }
    }

    /** That of the node on this port: its tool must find the same cookie and name server. */
    private static Map<String, String> environment(int port) throws IOException {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            for (ProcessHandle process : (Iterable<ProcessHandle>) all::iterator) {
                Map<String, String> environment =
                        environment(Path.of("/proc", Long.toString(process.pid()), "environ"));
                if (Integer.toString(port).equals(environment.get("RABBITMQ_NODE_PORT"))) {
                    return environment;
                }
            }
        }
        throw new IOException("no RabbitMQ node has port " + port);
    }

    private static Map<String, String> environment(Path file) {
        Map<String, String> environment = new HashMap<>();
        try {
            for (String entry : Files.readString(file).split("\0", -1)) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    environment.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            return Map.of(); // it has ended, or is not ours
        }
        return environment;
    }
}
