package dev.onsale.harness.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.core.redis.RedisConnections;
import dev.onsale.harness.Servers;
import dev.onsale.harness.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;

/** What is said of somebody else's Redis that will not or cannot keep a sale: one sentence, before anything is sold. */
@Timeout(60)
class GivenRedisIT {
    private final Backend server = RedisBackend.open("embedded", Durability.NONE, Servers.processes());
    private final int port = server.uri().getPort();

    GivenRedisIT() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void whatStandsAloneBeforeTheHostIsThePasswordForProbeAndClient() throws Exception {
        tell("CONFIG SET requirepass secret");
        URI address = URI.create("redis://secret@127.0.0.1:" + port);
        assertThat(RedisBackend.given(address).version()).isEqualTo("7.0.15");
        RedissonClient client = RedisConnections.open(address);
        assertThat(client.getKeys().count()).isZero();
        RedisConnections.close(client);
        assertRefused("redis://127.0.0.1:" + port, "NOAUTH Authentication required.");
    }

    @Test
    void aUserWithoutWhatASaleNeedsIsToldWhatThatIs() throws Exception {
        tell("ACL SETUSER mute on >secret ~* +@all -info");
        assertRefused("redis://mute:secret@127.0.0.1:" + port, "its user may not run INFO, which Onsale needs");
        tell("ACL SETUSER plain on >secret ~* +@all -@scripting");
        assertRefused("redis://plain:secret@127.0.0.1:" + port, "its user may not run EVAL, which Onsale needs");
        tell("ACL SETUSER other on >secret ~other* +@all");
        RedissonClient client = RedisConnections.open(URI.create("redis://other:secret@127.0.0.1:" + port));
        try {
            assertThatThrownBy(() -> Strategies.named("lua")
                            .create(
                                    new Sale("s", Model.NUMBERED, 1),
                                    Stores.none().with(RedissonClient.class, client)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("the Redis user may not do what creating sale s needs: scripts,");
        } finally {
            RedisConnections.close(client);
        }
    }

    @Test
    void aServerThatDeletesKeysIsRefused() throws Exception {
        tell("CONFIG SET maxmemory-policy volatile-lru");
        assertThat(RedisBackend.given(server.uri()).label()).startsWith("Redis 7.0.15");
        tell("CONFIG SET maxmemory 100mb");
        assertRefused(
                server.uri().toString(),
                "it deletes keys when its memory is full (maxmemory-policy volatile-lru), and a sale with them;"
                        + " set maxmemory-policy noeviction");
    }

    @Test
    void aReplicaIsRefused() throws Exception {
        tell("REPLICAOF 127.0.0.1 " + Servers.redis().getPort());
        assertRefused(server.uri().toString(), "it is a replica, which takes no writes; give its master");
    }

    @Test
    void aNodeOfAClusterIsRefused(@TempDir Path directory) throws Exception {
        int free = Ports.free();
        List<String> command = List.of(
                EmbeddedRedis.binary(directory).toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(free),
                "--dir",
                directory.toString(),
                "--cluster-enabled",
                "yes");
        ChildProcess node = Servers.processes().program("cluster-node", command);
        try {
            URI address = URI.create("redis://127.0.0.1:" + free);
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() ->
                            !RedisProbe.info(address, Duration.ofSeconds(5)).isEmpty());
            assertRefused(
                    address.toString(),
                    "it is a node of a Redis Cluster, which has some keys only; give a single server");
        } finally {
            node.kill();
        }
    }

    /** From loopback no server is protected, so this one only speaks as one. */
    @Test
    void protectedModeIsOneSentence() throws Exception {
        String page = "-DENIED Redis is running in protected mode because " + "it goes on and on ".repeat(80) + "\r\n";
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread denying = new Thread(() -> {
                try (Socket client = listening.accept()) {
                    client.getOutputStream().write(page.getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the client has left
                }
            });
            denying.start();
            assertRefused(
                    "redis://127.0.0.1:" + listening.getLocalPort(),
                    "it is in protected mode, and so takes clients of its own machine only; give it a password");
            denying.join();
        }
    }

    @Test
    void aPasswordIsToldToNobodyWhoseCertificateIsAnothers(@TempDir Path directory) throws Exception {
        SSLContext elsewhere = certified(directory, "elsewhere.example");
        try (ServerSocket listening =
                elsewhere.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AtomicInteger heard = new AtomicInteger();
            Thread impostor = new Thread(() -> {
                try (Socket client = listening.accept()) {
                    heard.set(client.getInputStream().read());
                    client.getOutputStream()
                            .write("+OK\r\n+PONG\r\n$4\r\na:b\n\r\n$1\r\n1\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // the client has left
                }
            });
            impostor.start();
            URI address = URI.create("rediss://:secret@127.0.0.1:" + listening.getLocalPort());
            assertThatThrownBy(() -> RedisProbe.fit(address, Duration.ofSeconds(10), elsewhere.getSocketFactory()))
                    .isInstanceOf(SSLException.class);
            impostor.join();
            assertThat(heard).hasValue(0);
        }
    }

    /** A context that has a certificate for this host, and trusts it. */
    private static SSLContext certified(Path directory, String host) throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("it", keys.getCertificate(keys.aliases().nextElement()));
        trusted.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static void assertRefused(String address, String why) {
        String shown = address.replaceAll("//.*@", "//");
        assertThatThrownBy(() -> RedisBackend.given(URI.create(address)))
                .isInstanceOf(IOException.class)
                .hasMessage("the Redis server at " + shown + " refuses to serve us: " + why);
    }

    private void tell(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK\r\n");
        }
    }
}
