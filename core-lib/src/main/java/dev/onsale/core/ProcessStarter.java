package dev.onsale.core;

import java.io.IOException;
import java.util.List;

/** Starts child processes for those who need some, and makes sure that none outlives this program. Thread-safe. */
public interface ProcessStarter {
    /**
     * Starts this program again with other arguments, and waits for the one line that it prints when it is ready.
     *
     * @param name for logs and error messages
     * @throws IOException it did not start, or ended before it was ready; the message holds the end of what it said
     */
    Child onsale(String name, List<String> arguments) throws IOException;

    /**
     * Starts another program, and does not wait.
     *
     * @throws IOException it did not start
     */
    Child program(String name, List<String> command) throws IOException;

    /** A running child process. */
    interface Child extends AutoCloseable {
        /** The process, to look at: id, CPU time. */
        ProcessHandle handle();

        /** False from the moment of its end, which {@link ProcessHandle#isAlive} learns a little later. */
        boolean isRunning();

        /** The line that it printed when it was ready; empty for a program that was not waited for. */
        String readyLine();

        /** Asks it to leave, waits, and kills it when it does not. Idempotent. */
        @Override
        void close();
    }
}
