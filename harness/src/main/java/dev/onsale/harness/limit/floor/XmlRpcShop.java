package dev.onsale.harness.limit.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.XmlRpcHandler;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.apache.xmlrpc.webserver.WebServer;

/** Apache XML-RPC's own server and client, as they come: a thread a connection, a connection a call. */
public final class XmlRpcShop implements Shop {
    private final WebServer server = new WebServer(0, InetAddress.getLoopbackAddress());

    /** @param customers at the same time; a connection whose thread is still on its way back takes a second one */
    public XmlRpcShop(Stock stock, int customers) throws IOException {
        XmlRpcHandler buy = request -> Long.toString(stock.sell());
        server.getXmlRpcServer().setHandlerMapping(name -> buy);
        server.getXmlRpcServer().setMaxThreads(2 * customers);
        server.start();
    }

    @Override
    public Customer customer() throws IOException {
        XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
        config.setServerURL(
                URI.create("http://127.0.0.1:" + server.getPort() + "/").toURL());
        XmlRpcClient client = new XmlRpcClient();
        client.setConfig(config);
        return new Customer() {
            @Override
            public long buy(String name, String request) throws IOException {
                try {
                    return Long.parseLong((String) client.execute("tickets.buy", new Object[] {name, request}));
                } catch (XmlRpcException e) {
                    throw new IOException("a purchase by Apache XML-RPC failed: " + e.getMessage(), e);
                }
            }

            @Override
            public void close() {
                // holds no connection
            }
        };
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
