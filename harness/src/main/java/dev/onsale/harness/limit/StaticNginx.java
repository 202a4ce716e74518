package dev.onsale.harness.limit;

import dev.onsale.harness.backend.Ports;
import dev.onsale.harness.process.ChildProcess;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** NGINX with one process, which gives everybody the body that a buyer gets: what a server written in C reaches. */
final class StaticNginx implements AutoCloseable {
    private static final int START_MILLIS = 10_000;
    private static final int POLL_MILLIS = 20;

    private final ChildProcess nginx;
    private final int port;

    private StaticNginx(ChildProcess nginx, int port) {
        this.nginx = nginx;
        this.port = port;
    }

    /** The program, if this machine has it. */
    static Optional<Path> installed() {
        return Stream.of("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx")
                .flatMap(program -> Processes.find(program).stream())
                .findFirst();
    }

    /** Returns when it accepts. */
    static StaticNginx start(Path program, PurchaseBytes bytes, Processes processes) throws IOException {
        Path directory = processes.newDirectory("nginx-static");
        int port = Ports.free();
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, configuration(directory, port, bytes.answerBody()));
        ChildProcess nginx = processes.program(
                "nginx",
                List.of(program.toString(), "-p", directory.toString(), "-e", "stderr", "-c", file.toString()));
        try {
            awaitAccepting(nginx, port);
            return new StaticNginx(nginx, port);
        } catch (IOException e) {
            nginx.close();
            throw e;
        }
    }

    private static void awaitAccepting(ChildProcess nginx, int port) throws IOException {
        for (int waited = 0; waited < START_MILLIS; waited += POLL_MILLIS) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POLL_MILLIS);
                return;
            } catch (IOException notYet) {
                if (nginx.ended().isDone()) {
                    throw new IOException("nginx did not start" + nginx.account(), notYet);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while nginx started", e);
            }
        }
        throw new IOException("nginx was not ready after " + START_MILLIS + " ms" + nginx.account());
    }

    static String configuration(Path directory, int port, String body) {
        return """
                daemon off;
                master_process off;
                pid "%1$s/nginx.pid";
                error_log stderr crit;
                worker_rlimit_nofile 4096;
                events {
                    worker_connections 1024;
                }
                http {
                    access_log off;
                    tcp_nodelay on;
                    keepalive_requests 100000000;
                    client_body_temp_path "%1$s/body";
                    proxy_temp_path "%1$s/proxy";
                    fastcgi_temp_path "%1$s/fastcgi";
                    uwsgi_temp_path "%1$s/uwsgi";
                    scgi_temp_path "%1$s/scgi";
                    server {
                        listen 127.0.0.1:%2$d backlog=1024;
                        location / {
                            default_type text/xml;
                            return 200 '%3$s';
                        }
                    }
                }
                """.formatted(
                directory.toAbsolutePath(), port, body.replace("\\", "\\\\").replace("'", "\\'"));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        nginx.close();
    }
}
