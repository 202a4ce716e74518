package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Bodies of ISO 8859-1 that only their Content-Type says to be so, which neither a parser nor the next server gets to see. */
final class Latin1 {
    /** Of a document: it holds the XML declaration. */
    private static final int BEGINNING = 128;

    private Latin1() {}

    /** The same text in UTF-8, or the body as it is if it names an encoding itself. Takes the body over. */
    static ByteBuf toUtf8(ByteBuf body) {
        String beginning = body.toString(
                body.readerIndex(), Math.min(BEGINNING, body.readableBytes()), StandardCharsets.ISO_8859_1);
        int end = beginning.startsWith("<?xml") ? beginning.indexOf("?>") : -1;
        if (end >= 0 && beginning.substring(0, end).contains("encoding")) {
            return body;
        }
        ByteBuf utf8 = ByteBufUtil.writeUtf8(body.alloc(), body.toString(StandardCharsets.ISO_8859_1));
        body.release();
        return utf8;
    }
}
