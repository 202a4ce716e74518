package dev.onsale.harness.limit;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.Transport;
import dev.onsale.core.Transports;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One purchase by XML-RPC as it is on the wire, head and body: what our client sends, and what our server answers. */
final class PurchaseBytes {
    /** The request id in {@link #request}. */
    static final String REQUEST_ID = "r00001234";

    private static final Purchase PURCHASE = Purchase.any("user1234", REQUEST_ID);
    private static final Answer SOLD = new Answer(new Outcome.Sold(12_345), "w1", false);
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)\r\n");
    private static final int PATIENCE_MILLIS = 10_000;

    private final byte[] request;
    private final byte[] answer;

    private PurchaseBytes(byte[] request, byte[] answer) {
        this.request = request;
        this.answer = answer;
    }

    byte[] request() {
        return request.clone();
    }

    byte[] answer() {
        return answer.clone();
    }

    /** What is posted. */
    String requestBody() {
        return body(request);
    }

    /** What is answered to it. */
    String answerBody() {
        return body(answer);
    }

    /** Where it is posted to. */
    String path() {
        return new String(request, StandardCharsets.UTF_8).split(" ", 3)[1];
    }

    private static String body(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    /** Lets our client buy from our server, and listens in between. */
    static PurchaseBytes overheard() throws IOException {
        Transport transport = Transports.named("xmlrpc");
        URI anyPort = URI.create("xmlrpc://127.0.0.1:0");
        try (ServerHandle server =
                        transport.serve(purchases -> CompletableFuture.completedFuture(List.of(SOLD)), anyPort);
                ServerSocket between = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TicketClient client = transport.connect(
                        URI.create("xmlrpc://127.0.0.1:" + between.getLocalPort()),
                        new ClientOptions(ClientOptions.DEFAULT.deadline(), 1))) {
            between.setSoTimeout(PATIENCE_MILLIS);
            var unused = client.buy(List.of(PURCHASE));
            try (Socket asking = between.accept();
                    Socket answering =
                            new Socket(server.uri().getHost(), server.uri().getPort())) {
                asking.setSoTimeout(PATIENCE_MILLIS);
                answering.setSoTimeout(PATIENCE_MILLIS);
                byte[] request = message(asking.getInputStream());
                answering.getOutputStream().write(request);
                byte[] answer = message(answering.getInputStream());
                asking.getOutputStream().write(answer);
                return new PurchaseBytes(request, answer);
            }
        }
    }

    /** One HTTP message with a body of known length. */
    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("a purchase by XML-RPC ended within its head");
            }
            message.write(c);
            head += (char) c;
        }
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("a purchase by XML-RPC has no Content-Length: " + head.strip());
        }
        message.write(in.readNBytes(Integer.parseInt(length.group(1))));
        return message.toByteArray();
    }
}
