package dev.onsale.xmlrpc;

import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.TypeFactoryImpl;
import org.apache.xmlrpc.common.XmlRpcHttpRequestConfigImpl;
import org.apache.xmlrpc.parser.XmlRpcRequestParser;
import org.apache.xmlrpc.parser.XmlRpcResponseParser;
import org.apache.xmlrpc.serializer.XmlRpcWriter;
import org.apache.xmlrpc.server.XmlRpcServer;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Apache XML-RPC as we use it: its parsers and writer, without extensions, exceptions and compression, and with bounded depth. */
final class Library {
    /** Extensions, exceptions and compression are off unless set. */
    static final XmlRpcHttpRequestConfigImpl CONFIG = new XmlRpcHttpRequestConfigImpl();

    private static final TypeFactory TYPES = new TypeFactoryImpl(new XmlRpcServer());

    private Library() {}

    static XmlRpcWriter writer(ContentHandler out) {
        return new XmlRpcWriter(CONFIG, out, TYPES);
    }

    /** A document with too many elements within each other. */
    static final class TooDeep extends SAXException {
        private static final long serialVersionUID = 1L;

        TooDeep(int limit) {
            super("at most " + limit + " elements within each other");
        }
    }

    /** The library's request parser, with a bound on the depth: its types recurse. */
    static final class RequestParser extends XmlRpcRequestParser {
        private final int limit;
        private int depth;

        RequestParser(int limit) {
            super(CONFIG, TYPES);
            this.limit = limit;
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            if (++depth > limit) {
                throw new TooDeep(limit);
            }
            super.startElement(uri, localName, qName, attributes);
        }

        @Override
        public void endElement(String uri, String localName, String qName) throws SAXException {
            depth--;
            super.endElement(uri, localName, qName);
        }
    }

    /** The same for answers. */
    static final class ResponseParser extends XmlRpcResponseParser {
        private final int limit;
        private int depth;

        ResponseParser(int limit) {
            super(CONFIG, TYPES);
            this.limit = limit;
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            if (++depth > limit) {
                throw new TooDeep(limit);
            }
            super.startElement(uri, localName, qName, attributes);
        }

        @Override
        public void endElement(String uri, String localName, String qName) throws SAXException {
            depth--;
            super.endElement(uri, localName, qName);
        }
    }
}
