package dev.onsale.harness.limit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code wrk --latency} says at its end.
 *
 * @param requests that were answered
 */
record WrkSummary(long requests, double requestsPerSecond, double p50Micros, double p99Micros) {
    private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in .*");
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern PERCENTILE = Pattern.compile("(50|99)% +([0-9.]+)(us|ms|s|m)");
    private static final Pattern TROUBLE = Pattern.compile("(Socket errors|Non-2xx or 3xx responses): .*");
    private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6);

    /** @throws IOException an answer was not 200, a connection broke, or this is not what wrk says */
    static WrkSummary parse(List<String> lines) throws IOException {
        Optional<Matcher> trouble = find(TROUBLE, lines);
        if (trouble.isPresent()) {
            throw new IOException("wrk met errors, so its measurement is none: "
                    + trouble.get().group());
        }
        return new WrkSummary(
                Long.parseLong(required(REQUESTS, lines).group(1)),
                Double.parseDouble(required(RATE, lines).group(1)),
                micros(50, lines),
                micros(99, lines));
    }

    private static double micros(int percentile, List<String> lines) throws IOException {
        for (String line : lines) {
            Matcher found = PERCENTILE.matcher(line.strip());
            if (found.matches() && found.group(1).equals(Integer.toString(percentile))) {
                return Double.parseDouble(found.group(2)) * MICROS.getOrDefault(found.group(3), 0.0);
            }
        }
        throw unknown("no percentile " + percentile);
    }

    private static Matcher required(Pattern pattern, List<String> lines) throws IOException {
        return find(pattern, lines).orElseThrow(() -> unknown("no line like " + pattern));
    }

    private static Optional<Matcher> find(Pattern pattern, List<String> lines) {
        return lines.stream()
                .map(line -> pattern.matcher(line.strip()))
                .filter(Matcher::matches)
                .findFirst();
    }

    private static IOException unknown(String what) {
        return new IOException("wrk says something else than it used to: " + what);
    }
}
