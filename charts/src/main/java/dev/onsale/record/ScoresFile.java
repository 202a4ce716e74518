package dev.onsale.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench.json}: what JMH writes with {@code -rf json}. */
final class ScoresFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String NAME = "bench.json";
    private static final int MAX_BYTES = 16 << 20;

    private ScoresFile() {}

    /** The scores in it, except those of benchmarks whose samples JMH gives as a histogram; nothing when there is no such file. */
    static List<Score> read(RunFiles files) throws IOException {
        if (!files.exists(NAME)) {
            return List.of();
        }
        Path file = files.path(NAME);
        try {
            List<Score> scores = new ArrayList<>();
            for (JsonNode result : JSON.readTree(files.read(NAME, MAX_BYTES))) {
                JsonNode metric = result.required("primaryMetric");
                if (metric.has("rawData")) {
                    scores.add(score(result, metric));
                }
            }
            return List.copyOf(scores);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UnreadableRunException(file + ": not the results of JMH: " + e.getMessage(), e);
        }
    }

    private static Score score(JsonNode result, JsonNode metric) {
        Map<String, String> parameters = new LinkedHashMap<>();
        result.path("params")
                .properties()
                .forEach(parameter ->
                        parameters.put(parameter.getKey(), parameter.getValue().asString()));
        List<Double> samples = new ArrayList<>();
        metric.required("rawData").forEach(fork -> fork.forEach(sample -> samples.add(sample.doubleValue())));
        return new Score(
                result.required("benchmark").asString(),
                parameters,
                result.required("threads").intValue(),
                metric.required("scoreUnit").asString(),
                samples);
    }
}
