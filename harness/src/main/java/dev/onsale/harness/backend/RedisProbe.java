package dev.onsale.harness.backend;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Asks a Redis server who it is, over the plain protocol (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
final class RedisProbe {
    private static final int DEFAULT_PORT = 6379;

    private RedisProbe() {}

    /** The server answered, and what it answered was an error. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reply) {
            super(reply);
        }
    }

    /**
     * The fields of {@code INFO server}.
     *
     * @throws RefusedException the server wants another user or password, or is not ready yet
     * @throws IOException it cannot be reached, or does not speak as Redis does
     */
    static Map<String, String> info(URI uri, Duration timeout) throws IOException {
        int timeoutMillis = (int) timeout.toMillis();
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(uri.getHost(), port), timeoutMillis);
            plain.setSoTimeout(timeoutMillis);
            try (Socket socket = uri.getScheme().equals("rediss") ? encrypted(plain, uri.getHost(), port) : plain) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                Optional<String[]> credentials = credentials(uri);
                if (credentials.isPresent()) {
                    call(socket, in, credentials.get());
                }
                call(socket, in, "PING");
                return fields(call(socket, in, "INFO", "server"));
            }
        }
    }

    private static Socket encrypted(Socket plain, String host, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        socket.startHandshake();
        return socket;
    }

    private static Optional<String[]> credentials(URI uri) {
        String userInfo = uri.getUserInfo();
        if (userInfo == null || userInfo.isEmpty()) {
            return Optional.empty();
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? "" : userInfo.substring(0, colon);
        String password = userInfo.substring(colon + 1);
        return Optional.of(user.isEmpty() ? new String[] {"AUTH", password} : new String[] {"AUTH", user, password});
    }

    private static String call(Socket socket, InputStream in, String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length);
            request.append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        String reply = line(in);
        if (reply.startsWith("-")) {
            throw new RefusedException(reply.substring(1));
        }
        if (reply.startsWith("+")) {
            return reply.substring(1);
        }
        if (!reply.startsWith("$")) {
            throw new IOException("it does not speak as Redis does");
        }
        byte[] body = in.readNBytes(Integer.parseInt(reply.substring(1)));
        line(in);
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("it closed the connection");
            }
            if (line.length() > 1_000) {
                throw new IOException("it does not speak as Redis does");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static Map<String, String> fields(String info) {
        Map<String, String> fields = new LinkedHashMap<>();
        info.lines().filter(line -> line.contains(":")).forEach(line -> {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1));
        });
        return fields;
    }
}
