package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes the XML that it is told as UTF-8. The library's own writer breaks characters beyond U+FFFF into halves, which no parser accepts.
 * Elements without attributes only, as XML-RPC has no others.
 */
final class XmlOut extends DefaultHandler {
    private final ByteBuf out;

    XmlOut(ByteBuf out) {
        this.out = out;
    }

    @Override
    public void startDocument() {
        ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        out.writeByte('<');
        ascii(qName);
        out.writeByte('>');
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        out.writeByte('<').writeByte('/');
        ascii(qName);
        out.writeByte('>');
    }

    @Override
    public void characters(char[] text, int start, int length) {
        int plain = start;
        int end = start + length;
        for (int i = start; i < end; i++) {
            String escape = escape(text[i]);
            if (!escape.isEmpty()) {
                utf8(text, plain, i);
                ascii(escape);
                plain = i + 1;
            }
        }
        utf8(text, plain, end);
    }

    /** What to write instead of this character, if anything; XML has no way to write most control characters at all. */
    private static String escape(char c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '\r' -> "&#13;";
            case '\t', '\n' -> "";
            default -> c < ' ' || c == 0xFFFE || c == 0xFFFF ? "?" : "";
        };
    }

    private void ascii(String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private void utf8(char[] text, int from, int to) {
        if (from < to) {
            ByteBufUtil.writeUtf8(out, java.nio.CharBuffer.wrap(text, from, to - from));
        }
    }
}
