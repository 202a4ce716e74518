package dev.onsale.harness.limit;

import dev.onsale.core.redis.RedisServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Redis is, for plain sockets.
 *
 * @param greetings what a connection says first, such as who it is
 */
record RedisAddress(InetSocketAddress server, List<byte[]> greetings) {
    private static final int DIGEST_LENGTH = 40;

    /** The address in a {@code redis://[[user]:password@]host[:port][/database]}. */
    static RedisAddress of(URI uri) {
        RedisServer redis = RedisServer.of(uri);
        List<byte[]> greetings = new ArrayList<>();
        redis.password()
                .ifPresent(password -> greetings.add(redis.user()
                        .map(user -> command("AUTH", user, password))
                        .orElse(command("AUTH", password))));
        if (redis.database() > 0) {
            greetings.add(command("SELECT", Integer.toString(redis.database())));
        }
        return new RedisAddress(new InetSocketAddress(redis.host(), redis.port()), greetings);
    }

    /** Whether a connection need not say anything first. */
    boolean isPlain() {
        return greetings.isEmpty();
    }

    /** A command as it is sent. */
    static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.getBytes(StandardCharsets.UTF_8).length);
            text.append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Connections that ask all the time. */
    ClosedLoop loop(int connections, int depth, ClosedLoop.Protocol protocol) throws IOException {
        return new ClosedLoop(server, connections, depth, protocol, this::greet);
    }

    /** Makes the server know a script, and returns its digest. */
    String load(String script) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            greet(socket);
            String length = call(socket, command("SCRIPT", "LOAD", script));
            if (!length.equals("$" + DIGEST_LENGTH)) {
                throw new IOException("Redis does not load a script: " + length);
            }
            return line(socket.getInputStream());
        }
    }

    private void greet(Socket socket) throws IOException {
        for (byte[] greeting : greetings) {
            String reply = call(socket, greeting);
            if (!reply.equals("+OK")) {
                throw new IOException("Redis refuses to serve us: " + reply);
            }
        }
    }

    private static String call(Socket socket, byte[] command) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(command);
        return line(socket.getInputStream());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
