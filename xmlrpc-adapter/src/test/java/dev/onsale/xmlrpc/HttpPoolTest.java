package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many requests under way on one connection. */
@Timeout(60)
final class HttpPoolTest {
    private final EventLoop loop = Loops.start("test");
    private final Deadlines patient = new Deadlines(loop, Duration.ofSeconds(30));

    @AfterEach
    void stop() {
        Loops.stop(loop);
    }

    @Test
    void answersFindTheirRequestsInOrderWithEqualAndOtherHeads() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (RawServer server = new RawServer(new Numbered(answers))) {
            HttpPool pool = pool(server, 16);
            List<Request> requests = send(pool, 40);
            answers.release(40);
            for (int i = 0; i < requests.size(); i++) {
                assertThat(requests.get(i).end()).isEqualTo("200 " + (i + 1));
            }
            assertThat(server.connections()).isOne();
            assertThat(Loops.call(loop, pool::outstanding)).isZero();
        }
    }

    @Test
    void whatIsUnderWayIsLostWithTheConnectionAndWhatWaitsIsNot() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        Semaphore answers = new Semaphore(100);
        Numbered numbered = new Numbered(answers);
        RawServer.Behaviour breaksOnce = socket -> {
            if (broken.getCount() > 0) {
                broken.countDown();
                socket.close();
            } else {
                numbered.afterPost(socket);
            }
        };
        try (RawServer server = new RawServer(breaksOnce)) {
            List<Request> requests = send(pool(server, 4), 8);
            for (Request lost : requests.subList(0, 4)) {
                assertThat(lost.end()).startsWith("lost: the connection");
            }
            for (int i = 4; i < 8; i++) {
                assertThat(requests.get(i).end()).isEqualTo("200 " + (i - 3));
            }
            assertThat(server.posts()).isEqualTo(5);
        }
    }

    /** Otherwise everybody behind it would get the answer of somebody else. */
    @Test
    void theLateAnswerToAnExpiredRequestGoesToNobody() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (RawServer server = new RawServer(new Numbered(answers))) {
            HttpPool pool = pool(server, 4);
            Request first = new Request(pool);
            Request hasty = new Request(pool);
            Request last = new Request(pool);
            Deadlines soon = new Deadlines(loop, Duration.ofMillis(50));
            loop.execute(() -> {
                first.start(patient);
                hasty.start(soon);
                last.start(patient);
            });
            assertThat(hasty.end()).isEqualTo("lost: no answer by the deadline");
            answers.release(3);
            assertThat(first.end()).isEqualTo("200 1");
            assertThat(last.end()).isEqualTo("200 3");
            assertThat(Loops.call(loop, pool::outstanding)).isZero();
        }
    }

    @Test
    void aConnectionWhoseOldestRequestExpiresGetsNoMoreUntilAnAnswerComes() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (RawServer server = new RawServer(new Numbered(answers))) {
            HttpPool pool = pool(server, 4);
            Request oldest = new Request(pool);
            Request behind = new Request(pool);
            loop.execute(() -> {
                oldest.start(new Deadlines(loop, Duration.ofMillis(50)));
                behind.start(patient);
            });
            assertThat(oldest.end()).isEqualTo("lost: no answer by the deadline");
            Request later = new Request(pool);
            Loops.run(loop, () -> later.start(patient));
            assertThat(Loops.call(loop, pool::hasRoom)).isFalse();

            answers.release(3);
            assertThat(behind.end()).isEqualTo("200 2");
            assertThat(later.end()).isEqualTo("200 3");
            assertThat(server.connections()).isOne();
        }
    }

    /** Whoever else is under way there is lost at its own deadline, and not before. */
    @Test
    void aStuckConnectionIsClosedWhenNobodyWaitsThere() throws Exception {
        try (RawServer server = new RawServer(new Numbered(new Semaphore(0)))) {
            HttpPool pool = pool(server, 4);
            Request oldest = new Request(pool);
            Request behind = new Request(pool);
            loop.execute(() -> {
                oldest.start(new Deadlines(loop, Duration.ofMillis(50)));
                behind.start(new Deadlines(loop, Duration.ofMillis(100)));
            });
            assertThat(oldest.end()).isEqualTo("lost: no answer by the deadline");
            assertThat(behind.end()).isEqualTo("lost: no answer by the deadline");
            Awaitility.await().until(() -> Loops.call(loop, pool::connections) == 0);
            assertThat(Loops.call(loop, pool::outstanding)).isZero();
        }
    }

    @Test
    void aServerThatClosesAfterAnAnswerDoesNotExecuteWhatWasSentBehind() throws Exception {
        RawServer.Behaviour closes = socket -> socket.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1"
                        .getBytes(StandardCharsets.US_ASCII));
        try (RawServer server = new RawServer(closes)) {
            List<Request> requests = send(pool(server, 2), 2);
            assertThat(requests.get(0).end()).isEqualTo("200 1");
            assertThat(requests.get(1).end())
                    .isEqualTo("not sent: the server closed the connection after an earlier answer");
        }
    }

    /** The first connection is the greeting's own. */
    @Test
    void whoGreetsWaitsForAllConnections() throws Exception {
        try (RawServer server = new RawServer(new Numbered(new Semaphore(0)))) {
            HttpPool pool = new HttpPool(loop, server.address(), 60, 100, 1 << 16);
            CompletableFuture<Integer> connected = new CompletableFuture<>();
            loop.execute(() -> pool.greet(patient, 60)
                    .thenAccept(done -> connected.complete(pool.connections() - pool.connecting())));
            assertThat(connected.get(20, TimeUnit.SECONDS)).isEqualTo(60);
        }
    }

    /** A name server that says nothing costs who asked for that name, and no other connection of the loop. */
    @Test
    void aSilentNameServerHoldsUpNobodyElse() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                RawServer server = new RawServer(new Numbered(new Semaphore(100)))) {
            var names = Names.askedAt(new SingletonDnsServerAddressStreamProvider(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort())));
            HttpPool lost = new HttpPool(loop, new Address("nowhere.example", 1), 1, 10, 1 << 16, () -> names);
            HttpPool named =
                    new HttpPool(loop, new Address("localhost", server.address().port()), 1, 10, 1 << 16, () -> names);
            HttpPool other = pool(server, 1);
            Request asked = new Request(lost);
            loop.execute(() -> asked.start(patient));
            silent.receive(
                    new DatagramPacket(new byte[512], 512)); // so the look-up is under way, and nobody answers it
            assertThat(send(other, 1).get(0).end()).startsWith("200 ");
            assertThat(send(named, 1).get(0).end()).startsWith("200 "); // /etc/hosts knows that one
            assertThat(asked.isDone()).isFalse();
            assertThat(asked.end()).isEqualTo("not sent: cannot connect to nowhere.example:1");
        }
    }

    @Test
    void whatHasEndedBehindAStuckRequestIsNotKept() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (RawServer stuck = new RawServer(new Numbered(answers));
                RawServer quick = new RawServer(new Numbered(new Semaphore(100_000)))) {
            HttpPool one = pool(stuck, 1);
            HttpPool other = pool(quick, 16);
            Request first = new Request(one);
            loop.execute(() -> first.start(patient));
            for (int i = 0; i < 30; i++) {
                List<Request> requests = send(other, 100);
                for (Request request : requests) {
                    assertThat(request.end()).startsWith("200 ");
                }
            }
            assertThat(Loops.call(loop, patient::size)).isBetween(1, 2_000);
            answers.release();
            assertThat(first.end()).isEqualTo("200 1");
        }
    }

    @Test
    void connectionsThatAreOpenedAheadAreOpenedOnce() throws Exception {
        try (RawServer server = new RawServer(new Numbered(new Semaphore(0)))) {
            HttpPool pool = new HttpPool(loop, server.address(), 40, 100, 1 << 16);
            Loops.await(Loops.call(loop, () -> pool.prepare(40)));
            assertThat(Loops.call(loop, pool::connections)).isEqualTo(40);
            Loops.run(loop, () -> pool.closeIdle(System.nanoTime(), 0));
            Awaitility.await().until(() -> Loops.call(loop, pool::connections) == 0);
        }
    }

    /** Its connections are few then, and what leaves together leaves on one of them. */
    @Test
    void aServerThatTakesManyAtATimeSaysSoWhenItGreets() throws Exception {
        try (TicketServer server = TicketServer.start(
                purchases -> CompletableFuture.completedFuture(List.of()),
                URI.create("xmlrpc://127.0.0.1:0"),
                Limits.DEFAULT)) {
            HttpPool pool = new HttpPool(loop, Address.of(server.uri()), 40, 100, 1 << 16);
            assertThat(Loops.call(loop, pool::depth)).isOne();
            Loops.await(Loops.call(loop, () -> pool.greet(patient, 40)));
            assertThat(Loops.call(loop, pool::depth)).isEqualTo(64);
            assertThat(Loops.call(loop, pool::connections)).isEqualTo(4);
            for (Request request : send(pool, 50)) {
                assertThat(request.end()).startsWith("200 ");
            }
            assertThat(server.counters().get("connections")).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "onsale-pipeline-9, 9",
        "onsale-pipeline-99999, 64",
        "onsale-pipeline-0, 1",
        "onsale-pipeline--7, 1",
        "onsale-pipeline-, 1",
        "onsale-pipeline-99999999999, 1",
        "keep-alive, 1"
    })
    void whatAServerSaysIsBelievedUpToALimit(String option, int depth) throws Exception {
        RawServer.Behaviour says = socket -> socket.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nConnection: " + option + "\r\nContent-Length: 1\r\n\r\n1")
                        .getBytes(StandardCharsets.US_ASCII));
        try (RawServer server = new RawServer(says)) {
            HttpPool pool = new HttpPool(loop, server.address(), 3, 100, 1 << 16);
            assertThat(send(pool, 1).get(0).end()).isEqualTo("200 1");
            assertThat(Loops.call(loop, pool::depth)).isEqualTo(depth);
        }
    }

    @Test
    void requestsThatLeaveTogetherLeaveOnOneConnection() throws Exception {
        List<Socket> asked = Collections.synchronizedList(new ArrayList<>());
        RawServer.Behaviour answersOnEach = socket -> {
            asked.add(socket);
            RawServer.respond(socket, "200 OK", "1");
        };
        try (RawServer server = new RawServer(answersOnEach)) {
            HttpPool pool = new HttpPool(loop, server.address(), 3, 100, 1 << 16);
            Loops.await(Loops.call(loop, () -> pool.prepare(3)));
            Loops.run(loop, () -> pool.deepen(8));
            for (Request request : send(pool, 11)) {
                assertThat(request.end()).isEqualTo("200 1");
            }
            assertThat(asked.stream().distinct()).hasSize(2);
            assertThat(asked).hasSize(11).filteredOn(asked.get(10)::equals).hasSizeBetween(3, 8);
        }
    }

    @Test
    void connectionsThatAreTooManyNowAreClosed() throws Exception {
        try (RawServer server = new RawServer(new Numbered(new Semaphore(0)))) {
            HttpPool pool = new HttpPool(loop, server.address(), 40, 100, 1 << 16);
            Loops.await(Loops.call(loop, () -> pool.prepare(40)));
            Loops.run(loop, () -> pool.deepen(8));
            Awaitility.await().until(() -> Loops.call(loop, pool::connections) == 4);
        }
    }

    private HttpPool pool(RawServer server, int depth) {
        HttpPool pool = new HttpPool(loop, server.address(), 1, 100, 1 << 16);
        Loops.run(loop, () -> pool.deepen(depth));
        return pool;
    }

    private List<Request> send(HttpPool pool, int count) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(new Request(pool));
        }
        loop.execute(() -> requests.forEach(request -> request.start(patient)));
        return requests;
    }

    /** Answers each POST, when there is a permit, with its number; some of the heads are unlike the others. */
    private static final class Numbered implements RawServer.Behaviour {
        private final Semaphore permits;
        private int number;

        Numbered(Semaphore permits) {
            this.permits = permits;
        }

        @Override
        public void afterPost(Socket socket) throws IOException {
            permits.acquireUninterruptibly();
            String body = Integer.toString(++number);
            String other = number % 5 == 0 ? "X-Number: " + number + "\r\n" : "";
            String head = "HTTP/1.1 200 OK\r\n" + other + "Content-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final class Request extends Exchange {
        private final HttpPool pool;
        private final CompletableFuture<String> end = new CompletableFuture<>();

        Request(HttpPool pool) {
            super("POST", Unpooled.copiedBuffer("x", StandardCharsets.US_ASCII), pool);
            this.pool = pool;
        }

        String end() throws Exception {
            return end.get(20, TimeUnit.SECONDS);
        }

        @Override
        @Nullable
        HttpPool next(int failedTries) {
            return failedTries == 0 ? pool : null;
        }

        @Override
        void answered(int status, ByteBuf response) {
            end.complete(status + " " + response.toString(StandardCharsets.US_ASCII));
        }

        @Override
        void notSent(NotExecuted reason, String cause) {
            end.complete("not sent: " + cause);
        }

        @Override
        void lost(String cause) {
            end.complete("lost: " + cause);
        }
    }
}
