package dev.onsale.xmlrpc;

import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.TypeFactoryImpl;
import org.apache.xmlrpc.common.XmlRpcHttpRequestConfigImpl;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.I4Parser;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.parser.TypeParserImpl;
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

    private static final TypeFactory TYPES_OF_CALLS = new TypesOfCalls();

    private Library() {}

    /** What is left of a parameter that no method here takes: of another type, or no whole number though it says so. */
    enum NotTaken {
        VALUE
    }

    /** The types that parameters have here. Any other value is passed over: it costs the call that it is in, and not those beside it. */
    private static final class TypesOfCalls extends TypeFactoryImpl {
        TypesOfCalls() {
            super(new XmlRpcServer());
        }

        @Override
        public TypeParser getParser(XmlRpcStreamConfig config, NamespaceContextImpl context, String uri, String name) {
            return switch (uri + name) {
                case "i4", "int" -> new WholeNumber();
                case "string", "array", "struct" -> super.getParser(config, context, uri, name);
                default -> new PassedOver();
            };
        }
    }

    private static final class WholeNumber extends I4Parser {
        @Override
        protected void setResult(String text) throws SAXException {
            try {
                setResult((Object) Integer.valueOf(text.trim()));
            } catch (NumberFormatException e) {
                setResult((Object) NotTaken.VALUE);
            }
        }
    }

    private static final class PassedOver extends TypeParserImpl {
        PassedOver() {
            setResult(NotTaken.VALUE);
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes) {}

        @Override
        public void characters(char[] text, int start, int length) {}

        @Override
        public void endElement(String uri, String localName, String qName) {}
    }

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
            super(CONFIG, TYPES_OF_CALLS);
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

        /** No prefix means anything here, and the library loses count of those that are declared within a call. */
        @Override
        public void startPrefixMapping(String prefix, String uri) {}

        @Override
        public void endPrefixMapping(String prefix) {}
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
