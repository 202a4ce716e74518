package dev.onsale.harness.limit;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.core.redis.LuaStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.redisson.api.RAtomicLong;
import org.redisson.api.RedissonClient;

/**
 * Asks Redis over plain sockets (https://redis.io/docs/latest/develop/reference/protocol-spec/), so that no client library stands between
 * the measurement and the server.
 */
final class RedisWork implements Work {
    private static final String SELL = "sell-unnumbered.lua";

    private final ClosedLoop loop;
    private final Surroundings surroundings;

    /** What has to be there while it is measured. Ending it again does nothing. */
    private interface Surroundings {
        void begin();

        void end();
    }

    private RedisWork(ClosedLoop loop, Surroundings surroundings) {
        this.loop = loop;
        this.surroundings = surroundings;
    }

    /** {@code PING}: what the server's network side can do. */
    static Work ping(RedisAddress redis, int connections, int depth) throws IOException {
        Replies replies = new Replies("+");
        return redis.loop(connections, depth, new Same(RedisAddress.command("PING"), replies));
    }

    /** {@code INCR} of one key: the smallest write. The key expires by itself, should it ever be left behind. */
    static Work incr(RedisAddress redis, Stores stores, String key, int connections, int depth) throws IOException {
        Replies replies = new Replies(":");
        ClosedLoop loop = redis.loop(connections, depth, new Same(RedisAddress.command("INCR", key), replies));
        RAtomicLong counter = stores.require(RedissonClient.class).getAtomicLong(key);
        return new RedisWork(loop, new Surroundings() {
            @Override
            public void begin() {
                counter.set(0);
                counter.expire(Duration.ofDays(1));
            }

            @Override
            public void end() {
                counter.delete();
            }
        });
    }

    /** The script that the {@code lua} strategy sells with, one new purchase a call, of a sale that never sells out. */
    static Work script(RedisAddress redis, Stores stores, String saleId, int connections, int depth)
            throws IOException {
        ConsistencyStrategy lua = Strategies.named("lua");
        Sale sale = new Sale(saleId, Model.UNNUMBERED, Sale.MAX_CAPACITY);
        String digest = redis.load(script());
        ClosedLoop loop = redis.loop(connections, depth, new Sell(sale, digest));
        return new RedisWork(loop, new Surroundings() {
            @Override
            public void begin() {
                lua.create(sale, stores);
            }

            @Override
            public void end() {
                lua.drop(sale, stores);
            }
        });
    }

    private static String script() throws IOException {
        try (InputStream in = LuaStrategy.class.getResourceAsStream(SELL)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + SELL);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void prepare() {
        surroundings.begin();
    }

    @Override
    public Done run(Duration length) throws IOException, InterruptedException {
        return loop.run(length);
    }

    @Override
    public void settle(Done done) {
        surroundings.end();
    }

    @Override
    public void close() throws IOException {
        surroundings.end();
        loop.close();
    }

    /** The same command again and again. */
    private static final class Same implements ClosedLoop.Protocol {
        private final byte[] command;
        private final Replies replies;

        Same(byte[] command, Replies replies) {
            this.command = command;
            this.replies = replies;
        }

        @Override
        public void ask(ByteBuffer out) {
            out.put(command);
        }

        @Override
        public int answers(ByteBuffer in) throws IOException {
            return replies.take(in);
        }
    }

    /** A call of the script with a request id that was never there before. */
    private static final class Sell implements ClosedLoop.Protocol {
        private static final String NUMBERED = "r00000000";

        private final byte[] head;
        private final byte[] tail;
        private final byte[] request = NUMBERED.getBytes(StandardCharsets.US_ASCII);
        private final Replies replies = new Replies("*:");

        Sell(Sale sale, String digest) {
            String call = new String(
                    RedisAddress.command(
                            "EVALSHA",
                            digest,
                            "1",
                            "{" + sale.id() + "}:ledger",
                            sale.model().id() + " " + sale.capacity(),
                            Integer.toString(sale.capacity()),
                            NUMBERED,
                            "user1234"),
                    StandardCharsets.US_ASCII);
            int at = call.indexOf(NUMBERED);
            this.head = call.substring(0, at).getBytes(StandardCharsets.US_ASCII);
            this.tail = call.substring(at + NUMBERED.length()).getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void ask(ByteBuffer out) {
            for (int i = request.length - 1; ++request[i] > '9'; i--) {
                request[i] = '0';
            }
            out.put(head).put(request).put(tail);
        }

        @Override
        public int answers(ByteBuffer in) throws IOException {
            return replies.take(in);
        }
    }

    /** Replies of one form, told by the character that each of their lines begins with; nothing in them has a line end of its own. */
    private record Replies(String lines) {
        int take(ByteBuffer in) throws IOException {
            int count = 0;
            int line = 0;
            int begin = in.position();
            int taken = begin;
            for (int i = begin; i < in.limit(); i++) {
                if (in.get(i) == '\n') {
                    if (in.get(begin) != lines.charAt(line)) {
                        throw new IOException("Redis replied "
                                + StandardCharsets.UTF_8
                                        .decode(in.slice(begin, i - begin))
                                        .toString()
                                        .strip());
                    }
                    begin = i + 1;
                    line++;
                    if (line == lines.length()) {
                        line = 0;
                        count++;
                        taken = begin;
                    }
                }
            }
            in.position(taken);
            return count;
        }
    }
}
