package dev.onsale.xmlrpc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration with which NGINX stands in for our balancer. */
final class NginxConfiguration {
    private NginxConfiguration() {}

    /**
     * One process in the foreground, so that its end, however it comes, leaves none behind; all files in the directory. A worker that
     * cannot be connected to is passed over, as a sale may have fewer workers than there are ports; a POST that has begun to leave is never
     * sent again, as NGINX does that only if {@code non_idempotent} is set. Who shuts the side on which it sends is answered all the same.
     *
     * @param deadline what a worker has to answer by
     */
    static String text(Path directory, Address listen, List<Address> workers, Duration deadline) {
        String servers = workers.stream()
                .map(worker -> "        server " + worker + " max_fails=3 fail_timeout=1s;\n")
                .collect(Collectors.joining());
        return """
                daemon off;
                master_process off;
                pid "%1$s/nginx.pid";
                error_log stderr crit;
                worker_rlimit_nofile 8192;
                events {
                    worker_connections 4096;
                }
                http {
                    access_log off;
                    server_tokens off;
                    tcp_nodelay on;
                    keepalive_timeout 60s;
                    keepalive_requests 100000000;
                    client_max_body_size %2$d;
                    client_body_buffer_size 64k;
                    client_body_temp_path "%1$s/body";
                    proxy_temp_path "%1$s/proxy";
                    fastcgi_temp_path "%1$s/fastcgi";
                    uwsgi_temp_path "%1$s/uwsgi";
                    scgi_temp_path "%1$s/scgi";
                    upstream workers {
                        least_conn;
                %3$s        keepalive 1024;
                        keepalive_requests 100000000;
                        keepalive_timeout 30s;
                    }
                    server {
                        listen %4$s backlog=1024;
                        location / {
                            proxy_pass http://workers;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_next_upstream error;
                            proxy_connect_timeout 3s;
                            proxy_ignore_client_abort on;
                            proxy_read_timeout %5$dms;
                            proxy_send_timeout %5$dms;
                        }
                    }
                }
                """.formatted(
                        directory.toAbsolutePath(), Limits.DEFAULT.bodyBytes(), servers, listen, deadline.toMillis());
    }
}
