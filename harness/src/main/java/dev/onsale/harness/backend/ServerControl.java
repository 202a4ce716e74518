package dev.onsale.harness.backend;

import java.io.IOException;
import java.time.Duration;

/** What can be done to a server that this program started. Thread-safe; each call returns when it is done. */
public interface ServerControl {
    /** Ends it as a crash would, with {@code kill -9}. */
    void kill() throws IOException;

    /** Stops it where it is, with SIGSTOP: connections stay open, and nothing answers. */
    void pause() throws IOException;

    /** Lets it go on after {@link #pause}. */
    void resume() throws IOException;

    /** Starts it again on the same address and directory, after stopping it in an orderly way if it still runs. Returns when it is ready. */
    void restart() throws IOException;

    /** The CPU time, user and system, that it has used since it was first started, restarts included. */
    Duration cpuTime();
}
