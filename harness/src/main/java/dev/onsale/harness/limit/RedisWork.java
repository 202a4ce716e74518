package dev.onsale.harness.limit;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import java.io.IOException;
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
    private final ClosedLoop loop;
    private final Surroundings surroundings;

    /** What has to be there while it is measured. Ending it again does nothing. */
    private interface Surroundings {
        void begin();

        void end();
    }

    /** A key that counts. It expires by itself, should it ever be left behind. */
    record Counter(Stores stores, String key) implements Surroundings {
        @Override
        public void begin() {
            counter().set(0);
            counter().expire(Duration.ofDays(1));
        }

        @Override
        public void end() {
            counter().delete();
        }

        private RAtomicLong counter() {
            return stores.require(RedissonClient.class).getAtomicLong(key);
        }
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

    /** {@code INCR} of one key: the smallest write. */
    static Work incr(RedisAddress redis, Stores stores, String key, int connections, int depth) throws IOException {
        Replies replies = new Replies(":");
        ClosedLoop loop = redis.loop(connections, depth, new Same(RedisAddress.command("INCR", key), replies));
        return new RedisWork(loop, new Counter(stores, key));
    }

    /**
     * The script that the {@code lua} strategy sells with, of a sale that never sells out.
     *
     * @param purchases in a call, all of them new
     */
    static Work script(RedisAddress redis, Stores stores, String saleId, int connections, int depth, int purchases)
            throws IOException {
        ConsistencyStrategy lua = Strategies.named("lua");
        SellCall call = SellCall.load(redis, saleId);
        Sale sale = call.sale();
        ClosedLoop loop = redis.loop(connections, depth, new Sell(call, purchases));
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

    /** Calls of the script with request ids that were never there before. */
    private static final class Sell implements ClosedLoop.Protocol {
        private static final String NUMBERED = "r00000000";

        private final byte[] call;
        private final int[] places;
        private final byte[] request = NUMBERED.getBytes(StandardCharsets.US_ASCII);
        private final Replies replies;

        Sell(SellCall sell, int purchases) {
            String text = new String(
                    RedisAddress.command(sell.words(NUMBERED, purchases).toArray(String[]::new)),
                    StandardCharsets.US_ASCII);
            this.call = text.getBytes(StandardCharsets.US_ASCII);
            this.places = new int[purchases];
            for (int i = 0, at = -1; i < purchases; i++) {
                at = text.indexOf(NUMBERED, at + 1);
                places[i] = at;
            }
            this.replies = new Replies("*" + ":".repeat(purchases));
        }

        @Override
        public void ask(ByteBuffer out) {
            for (int place : places) {
                for (int i = request.length - 1; ++request[i] > '9'; i--) {
                    request[i] = '0';
                }
                System.arraycopy(request, 0, call, place, request.length);
            }
            out.put(call);
        }

        @Override
        public int answers(ByteBuffer in) throws IOException {
            return replies.take(in);
        }

        @Override
        public int operations() {
            return places.length;
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
