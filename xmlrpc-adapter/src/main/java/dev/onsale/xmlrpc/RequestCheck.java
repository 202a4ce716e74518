package dev.onsale.xmlrpc;

import dev.onsale.xmlrpc.HttpResponses.Keep;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request already decides.
 *
 * @param refusal a status that ends it, if so; otherwise its body is worth reading, or it asks for the greeting
 * @param sentence why it is refused
 * @param keep whether the connection is kept after the answer
 * @param hasAnswerBody false for HEAD
 * @param isLatin1 whether the body is of ISO 8859-1 unless it says so itself
 */
record RequestCheck(
        @Nullable HttpResponseStatus refusal,
        String sentence,
        Keep keep,
        boolean hasAnswerBody,
        boolean isGreeting,
        boolean isLatin1) {
    private static final List<String> ALSO_UTF_8 = List.of("utf-8", "utf8", "us-ascii");
    private static final List<String> FROM_OUR_OWN_PAGES = List.of("same-origin", "none");

    static RequestCheck of(HttpRequest request, int bodyLimit) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        }
        HttpHeaders headers = request.headers();
        if (request.protocolVersion().majorVersion() != 1) {
            return refuse(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1, please");
        }
        if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
            return refuse(HttpResponseStatus.BAD_REQUEST, "one Host, please");
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) && !isJustChunked(headers)) {
            return refuse(HttpResponseStatus.BAD_REQUEST, "the Transfer-Encoding is chunked, and nothing else");
        }
        if (!headers.getAll(HttpHeaderNames.EXPECT).stream()
                .allMatch(HttpHeaderValues.CONTINUE::contentEqualsIgnoreCase)) {
            return refuse(HttpResponseStatus.EXPECTATION_FAILED, "Expect is 100-continue, or not there");
        }
        String path = path(request.uri());
        if (!path.equals("/") && !path.equals("/RPC2") && !path.equals("/RPC2/")) {
            return refuse(HttpResponseStatus.NOT_FOUND, "the path is / or /RPC2");
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return withoutPost(request, path);
        }
        if (isFromAWebPage(headers)) {
            return refuse(HttpResponseStatus.FORBIDDEN, "web pages cannot call this");
        }
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return refuse(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "no Content-Encoding, please");
        }
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (!isXml(type)) {
            return refuse(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is text/xml");
        }
        String charset = charset(type);
        boolean isLatin1 = charset.equals("iso-8859-1") || charset.equals("latin1");
        if (!isLatin1 && !ALSO_UTF_8.contains(charset)) {
            return refuse(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the charset is utf-8 or iso-8859-1");
        }
        if (!HttpUtil.isContentLengthSet(request) && !HttpUtil.isTransferEncodingChunked(request)) {
            return refuse(HttpResponseStatus.LENGTH_REQUIRED, "a POST needs a Content-Length");
        }
        if (HttpUtil.getContentLength(request, 0L) > bodyLimit) {
            return refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, tooLarge(bodyLimit));
        }
        return new RequestCheck(null, "", keep(request), true, false, isLatin1);
    }

    /** The length of the body, if nothing but that can differ in the next request with the same head; else -1. */
    long usualLength(HttpRequest request) {
        boolean usual = refusal == null
                && !isGreeting
                && !isLatin1
                && keep == Keep.OPEN
                && !HttpUtil.isTransferEncodingChunked(request)
                && !request.headers().contains(HttpHeaderNames.EXPECT);
        return usual ? HttpUtil.getContentLength(request, -1L) : -1;
    }

    static String tooLarge(int limit) {
        return "at most " + limit + " bytes in a body";
    }

    private static RequestCheck withoutPost(HttpRequest request, String path) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean bodiless = HttpUtil.getContentLength(request, 0L) == 0 && !HttpUtil.isTransferEncodingChunked(request);
        if (path.equals("/") && bodiless && (head || request.method().equals(HttpMethod.GET))) {
            return new RequestCheck(null, "", keep(request), !head, true, false);
        }
        return new RequestCheck(
                HttpResponseStatus.METHOD_NOT_ALLOWED, "XML-RPC is POSTed", Keep.CLOSE, !head, false, false);
    }

    private static RequestCheck unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return refuse(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request's first line is too long");
        }
        return cause instanceof TooLongHttpHeaderException
                ? refuse(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's headers are too long")
                : refuse(HttpResponseStatus.BAD_REQUEST, "not HTTP/1.1");
    }

    private static RequestCheck refuse(HttpResponseStatus status, String sentence) {
        return new RequestCheck(status, sentence, Keep.CLOSE, true, false, false);
    }

    /** The path of an origin-form or absolute-form target, without the query. */
    private static String path(String target) {
        int start = target.startsWith("/") ? 0 : target.indexOf('/', target.indexOf("://") + 3);
        int query = target.indexOf('?');
        return start < 0 ? "/" : target.substring(start, query < start ? target.length() : query);
    }

    /** Two codings, or one twice, are read in two ways by two programs in a row. */
    private static boolean isJustChunked(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        codings.get(0).trim());
    }

    /** A browser says so of each POST. Pages of other sites must not buy in the name of who looks at them, and there are none of ours. */
    private static boolean isFromAWebPage(HttpHeaders headers) {
        String site = headers.get("Sec-Fetch-Site");
        return headers.contains(HttpHeaderNames.ORIGIN)
                || (site != null && !FROM_OUR_OWN_PAGES.contains(site.toLowerCase(Locale.ROOT)));
    }

    private static String charset(@Nullable String type) {
        CharSequence charset = type == null ? null : HttpUtil.getCharsetAsSequence(type);
        return charset == null
                ? "utf-8"
                : charset.toString().replace("\"", "").trim().toLowerCase(Locale.ROOT);
    }

    /** Types that a web page cannot send to another site without asking first. */
    private static boolean isXml(@Nullable String type) {
        if (type == null) {
            return true;
        }
        int parameters = type.indexOf(';');
        String name =
                (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
        return name.equals("text/xml") || name.equals("application/xml");
    }

    private static Keep keep(HttpRequest request) {
        if (!HttpUtil.isKeepAlive(request)) {
            return Keep.CLOSE;
        }
        return request.protocolVersion().minorVersion() == 0 ? Keep.OPEN_SAYING_SO : Keep.OPEN;
    }
}
