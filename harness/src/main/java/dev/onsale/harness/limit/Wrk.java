package dev.onsale.harness.limit;

import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * wrk (https://github.com/wg/wrk), which buys one ticket a request over 128 connections, with the bytes that our client sends and a request
 * id that was never there before.
 */
final class Wrk {
    static final String PROGRAM = "wrk";

    /** Each may have a request under way when wrk ends, which is answered to nobody. */
    static final int CONNECTIONS = 128;

    private final OtherProgram program;
    private final PurchaseBytes bytes;
    private final Path script;

    Wrk(Processes processes, PurchaseBytes bytes) throws IOException {
        this.program = new OtherProgram(PROGRAM, processes);
        this.bytes = bytes;
        this.script = processes.newDirectory(PROGRAM).resolve("buy.lua");
    }

    /** @param server an address with host and port, whatever its scheme */
    WrkSummary run(URI server, Duration length) throws IOException, InterruptedException {
        Files.writeString(script, script(bytes, "w" + Long.toString(System.nanoTime(), 36) + "-"));
        long seconds = Math.max(1, Math.round(length.toMillis() / 1e3));
        return WrkSummary.parse(program.run(
                List.of(
                        PROGRAM,
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "--timeout",
                        "10s",
                        "--latency",
                        "-s",
                        script.toString(),
                        "http://" + server.getHost() + ":" + server.getPort() + "/"),
                Duration.ofSeconds(seconds)));
    }

    /**
     * Writes the request once, and then only its id, so that wrk leaves as much of the machine as it can to what it measures.
     *
     * @param prefix of all request ids of one run, followed by nine digits
     */
    static String script(PurchaseBytes bytes, String prefix) {
        String body = bytes.requestBody();
        int at = body.indexOf(PurchaseBytes.REQUEST_ID);
        return """
                local n = 100000000
                local head, tail
                wrk.headers["Content-Type"] = "text/xml"
                function init()
                  local before, after = %s, %s
                  local whole = wrk.format("POST", %s, nil, before .. n .. after)
                  head = string.sub(whole, 1, #whole - #after - #tostring(n))
                  tail = after
                end
                function request()
                  n = n + 1
                  return head .. n .. tail
                end
                """.formatted(
                        quoted(body.substring(0, at) + prefix),
                        quoted(body.substring(at + PurchaseBytes.REQUEST_ID.length())),
                        quoted(bytes.path()));
    }

    /** A string as Lua reads it. */
    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                + '"';
    }
}
