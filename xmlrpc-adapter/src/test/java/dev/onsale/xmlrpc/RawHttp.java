package dev.onsale.xmlrpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends exactly the bytes that it is told to. */
final class RawHttp implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;

    RawHttp(Address address) throws IOException {
        socket.connect(new InetSocketAddress(address.host(), address.port()), 5000);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A response. */
    record Response(int status, String head, String body) {}

    static String post(String body) {
        return post("Content-Type: text/xml\r\n", body);
    }

    /** @param headers each with its line end */
    static String post(String headers, String body) {
        return "POST /RPC2 HTTP/1.1\r\nHost: test\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** One request on a connection of its own. */
    static Response once(Address address, String request) throws IOException {
        try (RawHttp http = new RawHttp(address)) {
            http.send(request);
            return http.read();
        }
    }

    void send(String bytes) throws IOException {
        send(bytes, StandardCharsets.UTF_8);
    }

    void send(String text, Charset charset) throws IOException {
        socket.getOutputStream().write(text.getBytes(charset));
        socket.getOutputStream().flush();
    }

    /** Says that nothing more comes. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** The next response. */
    Response read() throws IOException {
        String head = head();
        if (head.isEmpty()) {
            throw new IOException("closed without a response");
        }
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        head.substring(at + 15, head.indexOf('\r', at)).trim());
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Response(Integer.parseInt(head.substring(9, 12)), head, body);
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** Whether a part of a response is there. */
    boolean hasBytes() throws IOException {
        return in.available() > 0;
    }

    /** Whether the server has closed, or does within the patience of the socket. */
    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
