package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML that may be hostile: a DOCTYPE is refused, and with it every entity, and nothing is ever fetched. Made once and used for
 * many documents, as making one is what costs. Not thread-safe.
 */
final class XmlParser {
    /** Among thousands of namespaces in one element the parser would look for each prefix one by one, and XML-RPC has no attributes at all. */
    private static final String ATTRIBUTES = "16";

    private final XMLReader reader;

    XmlParser() {
        try {
            // The JDK's own parser, whatever else is on the class path: the features below are known to hold for it.
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            reader = factory.newSAXParser().getXMLReader();
            // JDK 25 counts a document with an &amp; in it as entities, of 100,000 characters at the most. Ours are
            // bounded in bytes,
            // and without a DOCTYPE have no other entities than the five of XML.
            reader.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
            reader.setProperty("jdk.xml.totalEntitySizeLimit", "0");
            reader.setProperty("jdk.xml.elementAttributeLimit", ATTRIBUTES);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("this JDK's XML parser cannot be made safe", e);
        }
        reader.setErrorHandler(new Quiet());
    }

    /**
     * Reads one document.
     *
     * @throws SAXException it is not well formed, or the handler refused it
     */
    void parse(ByteBuf document, ContentHandler handler) throws SAXException {
        reader.setContentHandler(handler);
        try {
            reader.parse(new InputSource(new ByteBufInputStream(document.duplicate())));
        } catch (IOException e) { // bytes that are not of the declared encoding
            throw new SAXException(e);
        }
    }

    /** Otherwise the parser prints each error on standard error. */
    private static final class Quiet extends DefaultHandler {
        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
