package dev.onsale.harness.process;

import dev.onsale.harness.backend.AmqpBackend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import java.io.IOException;
import java.util.List;

/**
 * A harness that starts the children named in its arguments, says which is its directory, and then waits to be killed. Any other argument
 * is a file, for the process id of a daemon: a child that left its parent.
 */
final class Doomed {
    private Doomed() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Processes processes = Processes.open(new JavaProgram("dev.onsale.harness.EmbeddedBrokerMain"));
        for (String child : arguments) {
            switch (child) {
                case "redis" -> RedisBackend.open("embedded", Durability.EVERYSEC, processes);
                case "rabbitmq" -> AmqpBackend.open("auto", processes);
                case "broker" -> AmqpBackend.open("embedded", processes);
                case "stubborn" ->
                    processes.program("stubborn", List.of("/bin/sh", "-c", "trap '' TERM; sleep 1000 & wait; wait"));
                case "paused" ->
                    processes.program("paused", List.of("/bin/sleep", "1000")).pause();
                default -> processes.program("daemon", List.of("/bin/sh", "-c", "sleep 1000 & echo $! >" + child));
            }
        }
        System.out.println(processes.directory());
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
    }
}
