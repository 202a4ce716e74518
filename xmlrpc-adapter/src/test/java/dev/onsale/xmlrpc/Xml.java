package dev.onsale.xmlrpc;

/** XML-RPC written by hand, as strangers do. */
final class Xml {
    static final String BUY = call("tickets.buy", "<string>ada</string>", "<string>r1</string>");

    private Xml() {}

    /** @param values what stands between {@code <value>} and {@code </value>} */
    static String call(String method, String... values) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><methodCall><methodName>")
                .append(method)
                .append("</methodName><params>");
        for (String value : values) {
            xml.append("<param><value>").append(value).append("</value></param>");
        }
        return xml.append("</params></methodCall>").toString();
    }

    static String array(String... values) {
        StringBuilder xml = new StringBuilder("<array><data>");
        for (String value : values) {
            xml.append("<value>").append(value).append("</value>");
        }
        return xml.append("</data></array>").toString();
    }

    /** An element of a multicall. */
    static String element(String method, String... values) {
        return "<struct><member><name>methodName</name><value>" + method
                + "</value></member><member><name>params</name><value>" + array(values) + "</value></member></struct>";
    }
}
