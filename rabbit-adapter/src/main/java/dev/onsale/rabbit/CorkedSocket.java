package dev.onsale.rabbit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that knows of bunches. The AMQP client flushes after every command; between {@link #cork} and {@link #uncork} those flushes do
 * nothing, so a bunch of messages costs one system call instead of one each. And the client hands on one message after the other;
 * {@link #whenReadOut} tells when there are no more for now. Thread-safe.
 */
final class CorkedSocket extends Socket {
    private static final int BUFFER_BYTES = 64 * 1024;

    private @Nullable Output output;
    private volatile Runnable whenReadOut = () -> {};

    /**
     * Does this whenever all that has arrived so far has been looked at, on the thread that is about to read on. Where others want the
     * core, they get it first: what they send meanwhile belongs to the bunch. Where nobody does, that takes no time.
     */
    void whenReadOut(Runnable task) {
        whenReadOut = task;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (available() == 0) {
                    yieldOnce();
                    if (available() == 0) {
                        whenReadOut.run();
                    }
                }
                return super.read(bytes, from, length);
            }
        };
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing but the size of a bunch hangs on it
    private static void yieldOnce() {
        Thread.yield();
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        if (output == null) {
            output = new Output(super.getOutputStream());
        }
        return output;
    }

    /** From now on what is written waits, until the cork is pulled or the buffer is full. */
    void cork() throws IOException {
        ((Output) getOutputStream()).cork();
    }

    /** Sends what waits. */
    void uncork() throws IOException {
        ((Output) getOutputStream()).uncork();
    }

    private static final class Output extends OutputStream {
        private final OutputStream socket;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int count;
        private boolean corked;

        Output(OutputStream socket) {
            this.socket = socket;
        }

        synchronized void cork() {
            corked = true;
        }

        synchronized void uncork() throws IOException {
            corked = false;
            send();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            if (length > buffer.length - count) {
                send();
            }
            if (length > buffer.length) {
                socket.write(bytes, from, length);
            } else {
                System.arraycopy(bytes, from, buffer, count, length);
                count += length;
            }
        }

        @Override
        public synchronized void flush() throws IOException {
            if (!corked) {
                send();
            }
        }

        private void send() throws IOException {
            int length = count;
            count = 0;
            if (length > 0) {
                socket.write(buffer, 0, length);
            }
        }
    }
}
