package dev.onsale.harness.backend;

import dev.onsale.core.redis.RedisServer;
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
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Asks a Redis server who it is, over the plain protocol (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
final class RedisProbe {
    /** The start of the reply to a client of another machine, by a server without a password. The rest is a page of advice. */
    private static final String PROTECTED = "DENIED";

    private static final String NO_PERMISSION = "NOPERM";
    private static final int LONGEST_LINE = 10_000;

    private RedisProbe() {}

    /** The server answered, and what it answered was an error. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reply) {
            super(reply);
        }
    }

    /**
     * The fields of {@code INFO}.
     *
     * @throws RefusedException the server wants another user or password, or is not ready yet
     * @throws IOException it cannot be reached, or does not speak as Redis does
     */
    static Map<String, String> info(URI uri, Duration timeout) throws IOException {
        return ask(uri, timeout, trusting(), (socket, in) -> fields(call(socket, in, "INFO")));
    }

    /**
     * As {@link #info}, when all is there that a sale needs.
     *
     * @throws RefusedException also when sales could not be kept there, or our user may not keep them
     */
    static Map<String, String> fit(URI uri, Duration timeout) throws IOException {
        return fit(uri, timeout, trusting());
    }

    static Map<String, String> fit(URI uri, Duration timeout, SSLSocketFactory tls) throws IOException {
        return ask(uri, timeout, tls, (socket, in) -> {
            Map<String, String> info = fields(call(socket, in, "INFO"));
            Optional<String> unfit = whyUnfit(info);
            if (unfit.isPresent()) {
                throw new RefusedException(unfit.get());
            }
            call(socket, in, "EVAL", "return 'fit'", "0");
            return info;
        });
    }

    /** Why a server of which this is the {@code INFO} cannot keep a sale. */
    private static Optional<String> whyUnfit(Map<String, String> info) {
        String mode = info.getOrDefault("redis_mode", "standalone");
        if (mode.equals("cluster")) {
            return Optional.of("it is a node of a Redis Cluster, which has some keys only; give a single server");
        }
        if (mode.equals("sentinel")) {
            return Optional.of("it is a Redis Sentinel, which keeps no keys; give the server that it watches over");
        }
        if (info.getOrDefault("role", "master").equals("slave")) {
            return Optional.of("it is a replica, which takes no writes; give its master");
        }
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        if (!policy.equals("noeviction") && !info.getOrDefault("maxmemory", "0").equals("0")) {
            return Optional.of("it deletes keys when its memory is full (maxmemory-policy " + policy
                    + "), and a sale with them; set maxmemory-policy noeviction");
        }
        return Optional.empty();
    }

    /** What is asked on a connection that may ask. */
    private interface Question<T> {
        T ask(Socket socket, InputStream in) throws IOException;
    }

    private static <T> T ask(URI uri, Duration timeout, SSLSocketFactory tls, Question<T> question) throws IOException {
        RedisServer server = RedisServer.of(uri);
        int timeoutMillis = (int) timeout.toMillis();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(server.host(), server.port()), timeoutMillis);
            plain.setSoTimeout(timeoutMillis);
            try (Socket socket = server.tls() ? encrypted(plain, server, tls) : plain) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                if (server.password().isPresent()) {
                    String password = server.password().get();
                    call(
                            socket,
                            in,
                            server.user()
                                    .map(user -> new String[] {"AUTH", user, password})
                                    .orElse(new String[] {"AUTH", password}));
                }
                call(socket, in, "PING");
                return question.ask(socket, in);
            }
        }
    }

    private static SSLSocketFactory trusting() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    /** Nothing is said before the certificate is found good, and that of this host. */
    private static Socket encrypted(Socket plain, RedisServer server, SSLSocketFactory tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, server.host(), server.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
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
            throw new RefusedException(inWords(reply.substring(1), words[0]));
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

    private static String inWords(String error, String command) {
        if (error.startsWith(PROTECTED)) {
            return "it is in protected mode, and so takes clients of its own machine only; give it a password";
        }
        return error.startsWith(NO_PERMISSION) ? "its user may not run " + command + ", which Onsale needs" : error;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("it closed the connection");
            }
            if (line.length() > LONGEST_LINE) {
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
