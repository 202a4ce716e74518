package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

/** The answer that a server owes to one request; to be given once, on the server's event loop. */
interface Reply {
    /** Who asked: the same for all requests of one connection. */
    Object asker();

    /** An XML-RPC response, with status 200. Takes the bytes over. */
    void xml(ByteBuf body);

    /** Another status, with a plain sentence as its body. */
    void plain(HttpResponseStatus status, String sentence);
}
