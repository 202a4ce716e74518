package dev.onsale.harness.limit.floor;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.RpcServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The AMQP client's own remote calls: one message, one sale, one reply to the customer's exclusive queue, one acknowledgement; one worker,
 * who does one thing after another.
 */
public final class RabbitShop implements Shop {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String queue;
    private final Connection serving;
    private final Connection buying;

    /** @param queue is made, and goes with its consumer */
    public RabbitShop(Stock stock, URI broker, String queue) throws IOException {
        this.queue = queue;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setThreadFactory(task -> {
            Thread thread = new Thread(task, "limits-floor-amqp");
            thread.setDaemon(true);
            return thread;
        });
        try {
            factory.setUri(broker);
            serving = factory.newConnection();
            buying = factory.newConnection();
        } catch (GeneralSecurityException | TimeoutException e) {
            throw new IOException("cannot connect to the broker", e);
        }
        Channel channel = serving.createChannel();
        channel.queueDeclare(queue, true, false, true, Map.of());
        RpcServer worker = new RpcServer(channel, queue) {
            @Override
            public byte[] handleCall(byte[] request, AMQP.BasicProperties reply) {
                return Long.toString(stock.sell()).getBytes(StandardCharsets.UTF_8);
            }
        };
        Thread thread = new Thread(() -> work(worker), "limits-floor-worker");
        thread.setDaemon(true);
        thread.start();
    }

    private static void work(RpcServer worker) {
        try {
            worker.mainloop();
        } catch (IOException e) {
            throw new IllegalStateException("the worker of the naive shop failed", e);
        }
    }

    @Override
    public Customer customer() throws IOException {
        Channel channel = buying.createChannel();
        RpcClient client = new RpcClient(new RpcClientParams()
                .channel(channel)
                .exchange("")
                .routingKey(queue)
                .replyTo(channel.queueDeclare().getQueue())
                .timeout(TIMEOUT_MILLIS));
        return new Customer() {
            @Override
            public long buy(String name, String request) throws IOException {
                try {
                    byte[] reply =
                            client.primitiveCall(("BUY " + name + " " + request).getBytes(StandardCharsets.UTF_8));
                    return Long.parseLong(new String(reply, StandardCharsets.UTF_8));
                } catch (TimeoutException e) {
                    throw new IOException("a purchase by AMQP was not answered", e);
                }
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    @Override
    public void close() {
        buying.abort();
        serving.abort();
    }
}
